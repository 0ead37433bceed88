// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include "oauth/grant/refresh_token.h"
#include "oauth/store/file_store.h"
#include "oauth/store/foreign_token_file.h"
#include "oauth/store/record_json.h"
#include "oauth/token_source.h"
#include "tests/support/child.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fixed_random.h"
#include "tests/support/sample_record.h"
#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

constexpr char foreign_text[] = R"({"refresh_token":"1//0gAbC-_x/y+z=","access_token":"ya29.OLD",)"
                                R"("expiry":"0","client_id":"c"})";

// What a child that is killed has told until then.
struct Told {
  std::atomic<bool> is_answered{false};
  std::atomic<bool> is_handed_out{false};
};

// A refresh with a server that rotates, a real file below, and the worst moment.
class TokenSourceCrashTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TokenSourceCrashTest);
  CPPUNIT_TEST(saves_a_rotated_token_of_a_record_before_the_access_token_is_used);
  CPPUNIT_TEST(saves_a_rotated_token_of_a_token_file_before_the_access_token_is_used);
  CPPUNIT_TEST(signs_in_and_keeps_the_record_where_the_disk_is_full);
  CPPUNIT_TEST(signs_in_and_keeps_the_token_file_where_the_disk_is_full);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    void* const memory =
        mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CPPUNIT_ASSERT(memory != MAP_FAILED);
    told_ = new (memory) Told;
  }
  void tearDown() override { munmap(told_, sizeof(Told)); }

  void saves_a_rotated_token_of_a_record_before_the_access_token_is_used() {
    FileStore store(folder_.path());
    expect_the_order(store, record_text());
  }

  void saves_a_rotated_token_of_a_token_file_before_the_access_token_is_used() {
    SystemFileReader files;
    ForeignTokenFile store(path_, "/none", files);
    expect_the_order(store, foreign_text);
  }

  void signs_in_and_keeps_the_record_where_the_disk_is_full() {
    FileStore store(folder_.path());
    expect_a_login(store, record_text());
  }

  void signs_in_and_keeps_the_token_file_where_the_disk_is_full() {
    SystemFileReader files;
    ForeignTokenFile store(path_, "/none", files);
    expect_a_login(store, foreign_text);
  }

 private:
  static std::string record_text() {
    Record record = sample_record();
    record.expires_at = sample_now;
    return std::string(write_record(record).reveal());
  }

  void put(const std::string& text) {
    folder_.write("user@example.com.json", text);
    CPPUNIT_ASSERT_EQUAL(0, chmod(path_.c_str(), 0600));
    told_->is_answered = false;
    told_->is_handed_out = false;
  }

  Result<AccessToken> sign_in(TokenStore& store) {
    ScriptedNetwork network;
    FakeClock clock;
    FixedRandom random;
    network.script().on_request([&] { told_->is_answered = true; });
    network.script().answer(200, R"({"access_token":"new","token_type":"Bearer",)"
                                 R"("expires_in":3599,"refresh_token":"rotated"})");
    TokenSource source({store, network, clock, random});
    auto token = source.current(Account{"user@example.com", bounds::min_validity, {}});
    told_->is_handed_out = token && token->token.reveal() == "new";
    return token;
  }

  void expect_the_order(TokenStore& store, const std::string& before) {
    int lost = 0;    // the server has answered, and nothing is written yet
    int found = 0;   // all is written, and not in its place yet
    int early = 0;   // all is written, and nobody has got the token yet
    int useful = 0;  // somebody has got it
    put(before);
    for (int stop = 1; kill_child_at(stop, [&] { (void)sign_in(store); }); ++stop) {
      const auto record = store.load("user@example.com");
      CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(record));
      const bool is_new = record->refresh_token.reveal() == "rotated";
      CPPUNIT_ASSERT(is_new || content() == before);
      CPPUNIT_ASSERT_EQUAL(is_new, record->access_token.reveal() == "new");
      CPPUNIT_ASSERT_MESSAGE(std::to_string(stop), is_new || !told_->is_handed_out);
      if (is_new && !told_->is_handed_out) ++early;
      if (told_->is_handed_out) ++useful;
      // What was written whole is not lost: who comes next takes it from where it was left.
      CPPUNIT_ASSERT(store.lock("user@example.com", std::chrono::milliseconds(0)));
      const bool is_found = store.load("user@example.com")->refresh_token.reveal() == "rotated";
      if (told_->is_answered && !is_found) ++lost;
      if (is_found && !is_new) ++found;
      put(before);
      if (stop % 8 == 0) CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(sign_in(store)));
      put(before);
    }
    CPPUNIT_ASSERT(lost > 0 && found > 3 && early > 3 && useful > 0);
  }

  // What a full disk looks like to write(2): some bytes, and then no more.
  void expect_a_login(TokenStore& store, const std::string& before) {
    put(before);
    const int status = run_child([&] {
      const struct rlimit limit = {100, 100};
      if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
      const auto token = sign_in(store);
      if (!token || token->token.reveal() != "new" || token->warnings.size() != 1) return 2;
      return token->warnings[0] ==
                     "the new token could not be saved, and the next login may fail: "
                     "cannot write " +
                         folder_.path() + "/" + new_name(store) +
                         ": File too large; raise the limit on file sizes"
                 ? 0
                 : 3;
    });
    CPPUNIT_ASSERT_EQUAL(0, status);
    CPPUNIT_ASSERT_EQUAL(before, content());
    CPPUNIT_ASSERT(!std::filesystem::exists(folder_.path() + "/" + new_name(store)));
    CPPUNIT_ASSERT(sign_in(store)->warnings.empty());
    CPPUNIT_ASSERT(store.load("user@example.com")->refresh_token.reveal() == "rotated");
  }

  static std::string new_name(TokenStore& store) {
    const bool is_ours = dynamic_cast<FileStore*>(&store) != nullptr;
    return is_ours ? "user@example.com.new" : "user@example.com.json.sasl-oauth-new";
  }

  std::string content() const {
    const auto file = SystemFileReader().read(path_, bounds::max_record_bytes);
    return std::string((*file)->text.reveal());
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.path() + "/user@example.com.json";
  Told* told_ = nullptr;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenSourceCrashTest);

}  // namespace
}  // namespace oauth
