// SPDX-License-Identifier: MIT
// Programs with threads: eight at once, each with twenty-five that sign in. It says most when it is
// built with -fsanitize=thread (tests/sanitize/thread.sh).
#include <cppunit/extensions/HelperMacros.h>
#include <pthread.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/host/child.h"
#include "tests/host/program.h"
#include "tests/host/sandbox.h"
#include "tests/threads/token_server.h"

namespace threads {
namespace {

using host::Login;
using host::Program;

constexpr int process_count = 8;
constexpr int thread_count = 25;
constexpr char refusal[] = R"({"status":"400","schemes":"Bearer"})";

/// A login of a program, begun but not ended.
struct Begun {
  explicit Begun(const std::string& account) { program.user = account; }

  Program program;
  Login login{program, program.procedures()};
};

void assert_sends(Begun& begun, const std::string& token) {
  const int code = begun.login.start("XOAUTH2");
  CPPUNIT_ASSERT_EQUAL_MESSAGE(begun.login.detail(), SASL_CONTINUE, code);
  CPPUNIT_ASSERT_EQUAL(host::xoauth2_message(begun.program.user, token), begun.login.sent());
}

void sign_in(const std::string& account, const std::string& token) {
  Begun begun(account);
  assert_sends(begun, token);
  CPPUNIT_ASSERT_EQUAL(SASL_OK, begun.login.step(nullptr, 0));
  begun.program.assert_discreet();
}

/// Runs `act` in as many threads, which are let go at once and told their numbers, from 0.
/// Meanwhile this thread does `beside`.
void together(const std::function<void(int)>& act, const std::function<void()>& beside = {}) {
  pthread_barrier_t start;
  pthread_barrier_init(&start, nullptr, thread_count);
  std::vector<std::string> failures(thread_count);
  std::vector<std::thread> threads;
  for (int number = 0; number < thread_count; ++number) {
    threads.emplace_back([&, number] {
      pthread_barrier_wait(&start);
      failures[number] = host::failure_of([&] { act(number); });
    });
  }
  const std::string failure = beside ? host::failure_of(beside) : std::string();
  for (std::thread& thread : threads) thread.join();
  pthread_barrier_destroy(&start);
  for (const std::string& one : failures) CPPUNIT_ASSERT_EQUAL(std::string(), one);
  CPPUNIT_ASSERT_EQUAL(std::string(), failure);
}

std::string numbered(const char* name, int number) {
  return name + std::to_string(number) + "@example.org";
}

class ThreadsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ThreadsTest);
  CPPUNIT_TEST(core_is_opened_by_all_at_once);
  CPPUNIT_TEST(network_is_opened_by_all_at_once);
  CPPUNIT_TEST(one_expired_account_makes_one_request);
  CPPUNIT_TEST(refusals_that_come_at_once_make_one_request);
#ifndef __SANITIZE_THREAD__  // whose runtime has locks of its own that a child finds held (GCC 12)
  CPPUNIT_TEST(a_fork_amid_logins_leaves_nothing_locked);
#endif
  CPPUNIT_TEST_SUITE_END();

  std::optional<TokenServer> server_;
  host::Sandbox sandbox_;

  /// Runs `act` in as many programs, each of which has called sasl_client_init.
  void play(const std::function<void(int)>& act) {
    host::in_children(process_count, [&](int number) {
      sandbox_.enter();
      host::begin();
      act(number);
    });
  }

 public:
  void setUp() override {
    server_.emplace();
    const std::string ca_file = sandbox_.write("ca.pem", server_->ca());
    // A sanitizer on a busy machine is slow.
    sandbox_.configure("[network]\nca_file = \"" + ca_file +
                       "\"\nconnect_timeout = \"60s\"\nrequest_timeout = \"60s\"\n");
  }

  void tearDown() override { server_.reset(); }

  void core_is_opened_by_all_at_once() {
    sandbox_.add_account("u@example.org");
    play([](int) {
      together([](int) { sign_in("u@example.org", host::token_of("u@example.org")); });
    });
    CPPUNIT_ASSERT_EQUAL(0, server_->requests());
  }

  void network_is_opened_by_all_at_once() {
    for (int number = 0; number < thread_count; ++number) {
      sandbox_.add_old_account(numbered("old", number), server_->endpoint());
    }
    play([](int) { together([](int number) { sign_in(numbered("old", number), new_token); }); });
    CPPUNIT_ASSERT_EQUAL(thread_count, server_->requests());
  }

  void one_expired_account_makes_one_request() {
    sandbox_.add_old_account("old@example.org", server_->endpoint());
    play([](int) { together([](int) { sign_in("old@example.org", new_token); }); });
    CPPUNIT_ASSERT_EQUAL(1, server_->requests());
  }

  void refusals_that_come_at_once_make_one_request() {
    for (int number = 0; number < process_count; ++number) {
      sandbox_.add_account(numbered("u", number), server_->endpoint());
    }
    play([](int process) {
      const std::string account = numbered("u", process);
      std::vector<std::unique_ptr<Begun>> begun;
      for (int number = 0; number < thread_count; ++number) {
        begun.push_back(std::make_unique<Begun>(account));
        assert_sends(*begun.back(), host::token_of(account));
      }
      together(
          [&](int number) { CPPUNIT_ASSERT_EQUAL(SASL_OK, begun[number]->login.step(refusal)); });
      together([&](int) { sign_in(account, new_token); });
    });
    CPPUNIT_ASSERT_EQUAL(process_count, server_->requests());
  }

  void a_fork_amid_logins_leaves_nothing_locked() {
    constexpr int children = 4;
    sandbox_.add_account("u@example.org");
    for (int number = 0; number < process_count * children; ++number) {
      sandbox_.add_old_account(numbered("old", number), server_->endpoint());
    }
    const auto sign_in_fresh = [] { sign_in("u@example.org", host::token_of("u@example.org")); };
    play([&](int process) {
      const auto logins = [&](int) {
        for (int i = 0; i < 10; ++i) sign_in_fresh();
      };
      together(logins, [&] {
        for (int number = process * children; number < (process + 1) * children; ++number) {
          host::in_child([&] {
            sign_in_fresh();
            sign_in(numbered("old", number), new_token);
          });
        }
      });
    });
    CPPUNIT_ASSERT_EQUAL(process_count * children, server_->requests());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ThreadsTest);

}  // namespace
}  // namespace threads
