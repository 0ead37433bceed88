// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <vector>

#include "oauth/grant/refresh_token.h"
#include "oauth/store/file_store.h"
#include "oauth/token_source.h"
#include "tests/support/child.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fixed_random.h"
#include "tests/support/sample_record.h"
#include "tests/support/scripted_http.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

constexpr int processes = 20;

// What all processes share.
struct Shared {
  std::atomic<int> requests{0};
  std::atomic<int> replays{0};
};

// A slow server with rotation on: it takes the first refresh token once, and only that.
class RotatingServer : public HttpClient {
 public:
  explicit RotatingServer(Shared& shared) : shared_(shared) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    const bool is_first = shared_.requests.fetch_add(1) == 0;
    const struct timespec a_while = {0, 100 * 1000 * 1000};  // the answer takes its time
    nanosleep(&a_while, nullptr);
    const bool is_good =
        is_first && request.body.reveal().find("1%2F%2F0gAbC-_x") != std::string_view::npos;
    if (!is_good) ++shared_.replays;
    HttpResponse response;
    response.status = is_good ? 200 : 400;
    response.body = Secret::copy_of(is_good ? R"({"access_token":"new","token_type":"Bearer",)"
                                              R"("expires_in":3599,"refresh_token":"rotated"})"
                                            : R"({"error":"invalid_grant"})");
    return response;
  }

 private:
  Shared& shared_;
};

class RotatingNetwork : public ScriptedNetwork {
 public:
  explicit RotatingNetwork(Shared& shared) : shared_(shared) {}
  Result<std::unique_ptr<HttpClient>> http(const NetworkSettings&) override {
    return std::unique_ptr<HttpClient>(std::make_unique<RotatingServer>(shared_));
  }

 private:
  Shared& shared_;
};

class TokenSourceProcessesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TokenSourceProcessesTest);
  CPPUNIT_TEST(twenty_processes_make_one_request);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    void* const memory =
        mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CPPUNIT_ASSERT(memory != MAP_FAILED);
    shared_ = new (memory) Shared;
  }
  void tearDown() override { munmap(shared_, sizeof(Shared)); }

  void twenty_processes_make_one_request() {
    store_expired_record();
    int start[2];
    CPPUNIT_ASSERT_EQUAL(0, pipe(start));
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
      children.push_back(start_child([&] {
        close(start[1]);
        char byte = 0;
        const bool is_started = read(start[0], &byte, 1) == 0;  // when all write ends are closed
        return is_started ? sign_in() : 9;
      }));
    }
    close(start[0]);
    close(start[1]);
    int successes = 0;
    for (pid_t child : children) successes += end_of_child(child) == 0 ? 1 : 0;
    CPPUNIT_ASSERT_EQUAL(processes, successes);
    CPPUNIT_ASSERT_EQUAL(1, shared_->requests.load());
    CPPUNIT_ASSERT_EQUAL(0, shared_->replays.load());
    const auto record = FileStore(folder_.path()).load("user@example.com");
    CPPUNIT_ASSERT(record->refresh_token.reveal() == "rotated");
  }

 private:
  void store_expired_record() {
    Record record = sample_record();
    record.expires_at = sample_now;
    FileStore store(folder_.path());
    const auto lease = store.lock(record.account, bounds::lock_timeout);
    CPPUNIT_ASSERT(store.save(**lease, record, SaveMode::create));
  }

  int sign_in() {
    FileStore store(folder_.path());
    RotatingNetwork network(*shared_);
    FakeClock clock;
    FixedRandom random;
    TokenSource source({store, network, clock, random});
    const auto token = source.current(Account{"user@example.com", bounds::min_validity, {}});
    if (!token) return 1;
    return token->token.reveal() == "new" && token->warnings.empty() ? 0 : 2;
  }

  TemporaryFolder folder_;
  Shared* shared_ = nullptr;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenSourceProcessesTest);

}  // namespace
}  // namespace oauth
