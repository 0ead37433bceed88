// SPDX-License-Identifier: MIT
#include "tool/two_step_sign_in.h"

#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

#include <string>

#include "oauth/os/file_descriptor.h"
#include "tests/support/captured_terminal.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fixed_random.h"
#include "tests/support/hashing_network.h"
#include "tests/support/sample_pending.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

using oauth::sentence_of;

class TwoStepSignInTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TwoStepSignInTest);
  CPPUNIT_TEST(begins_with_what_was_chosen_and_an_end);
  CPPUNIT_TEST(prints_the_address_and_how_to_go_on);
  CPPUNIT_TEST(prints_json_for_programs);
  CPPUNIT_TEST(resumes_within_ten_minutes);
  CPPUNIT_TEST(resumes_nothing_that_is_over_or_was_never_begun);
  CPPUNIT_TEST(finishes_with_the_same_client_alone);
  CPPUNIT_TEST(reads_the_first_line_that_says_something);
  CPPUNIT_TEST(does_not_wait_for_ever);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    plan_ = SignInPlan();
    plan_.provider.name = "example";
    plan_.provider.authorization_endpoint = "https://sso.example.com/auth";
    plan_.client.client_id = "mail \"app\"";
    plan_.client.token_endpoint = "https://sso.example.com/token";
  }

  void begins_with_what_was_chosen_and_an_end() {
    Options options;
    options.accounts = {"you@example.com"};
    options.client = "app";
    options.provider = "example";
    options.scope = "mail";
    options.user = "team@example.com";
    oauth::HashingNetwork network;
    oauth::FakeClock clock;
    oauth::FixedRandom random;
    CapturedTerminal captured;
    const auto pending = new_pending({network, clock, random, captured.terminal}, plan_, options);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(pending));
    CPPUNIT_ASSERT(pending->expires_at == clock.now() + std::chrono::minutes(10));
    CPPUNIT_ASSERT_EQUAL(std::string("http://127.0.0.1/"), pending->attempt.redirect_uri);
    Options again;
    choose_as_begun(again, *pending);
    CPPUNIT_ASSERT_EQUAL(
        std::string("app example mail team@example.com"),
        again.client + " " + again.provider + " " + again.scope + " " + again.user);
    plan_.redirect_uri = "https://sso.example.com/done";
    const auto other = new_pending({network, clock, random, captured.terminal}, plan_, options);
    CPPUNIT_ASSERT_EQUAL(plan_.redirect_uri, other->attempt.redirect_uri);
  }

  void prints_the_address_and_how_to_go_on() {
    CapturedTerminal captured;
    Options options;
    options.for_user = "postfix";
    print_pending(captured.terminal, plan_, oauth::sample_pending(), options);
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.example.com/auth?"),
                         captured.output().substr(0, 29));
    CPPUNIT_ASSERT(captured.output().find("&state=the-state&") != std::string::npos);
    CPPUNIT_ASSERT(captured.output().find("the-verifier") == std::string::npos);
    CPPUNIT_ASSERT(
        captured.errors().find("  sasl-oauth login you@example.com --for postfix --finish\n") !=
        std::string::npos);
  }

  void prints_json_for_programs() {
    CapturedTerminal captured;
    Options options;
    options.wants_json = true;
    print_pending(captured.terminal, plan_, oauth::sample_pending(), options);
    const std::string line = captured.output();
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"account": "you@example.com", "authorization_url": )"
                                     R"("https://sso.example.com/auth?)"),
                         line.substr(0, 82));
    CPPUNIT_ASSERT(line.find(R"(", "redirect_uri": "http://127.0.0.1/", "expires_at": 1700000600})"
                             "\n") != line.npos);
    CPPUNIT_ASSERT_EQUAL(std::string(), captured.errors());
  }

  void resumes_within_ten_minutes() {
    CPPUNIT_ASSERT(file().save(oauth::sample_pending()));
    for (const int at : {1700000000, 1700000599}) {
      CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(resume(at)));
    }
  }

  void resumes_nothing_that_is_over_or_was_never_begun() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("consent_needed: no sign-in of you@example.com has been begun; run: sasl-oauth"
                    " login you@example.com --begin"),
        sentence_of(resume(1700000000)));
    for (const int at : {1700000600, 1800000000, 1699999999}) {
      CPPUNIT_ASSERT(file().save(oauth::sample_pending()));
      CPPUNIT_ASSERT_EQUAL(
          std::string("consent_needed: the sign-in of you@example.com was begun more than 10 min"
                      " ago; run: sasl-oauth login you@example.com --begin"),
          sentence_of(resume(at)));
      CPPUNIT_ASSERT(!*file().load());
    }
    oauth::PendingSignIn foreign = oauth::sample_pending();
    foreign.account = "other@example.com";
    CPPUNIT_ASSERT(file().save(foreign));
    CPPUNIT_ASSERT(resume(1700000000).error().kind == oauth::ErrorKind::consent_needed);
  }

  void finishes_with_the_same_client_alone() {
    CPPUNIT_ASSERT_EQUAL(std::string("success"),
                         sentence_of(check_unchanged(plan_, oauth::sample_pending())));
    plan_.client.token_endpoint = "https://evil.example/token";
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: the client or provider in the configuration has changed since the"
                    " sign-in was begun; begin it again: sasl-oauth login you@example.com --begin"),
        sentence_of(check_unchanged(plan_, oauth::sample_pending())));
  }

  void reads_the_first_line_that_says_something() {
    for (const char* input :
         {"http://127.0.0.1/?x\n", "\n  \nhttp://127.0.0.1/?x\nmore\n", "http://127.0.0.1/?x"}) {
      const auto address = read(input);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(input, std::string("http://127.0.0.1/?x"),
                                   std::string(address->reveal()));
    }
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: the standard input is empty; give it the address that the browser"
                    " ended at"),
        sentence_of(read(" \n")));
  }

  void does_not_wait_for_ever() {
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, pipe(ends));
    const oauth::FileDescriptor reading(ends[0]);
    const oauth::FileDescriptor writing(ends[1]);
    CapturedTerminal captured;
    CPPUNIT_ASSERT_EQUAL(
        std::string("unavailable: no address was pasted in time; run the same command again"),
        sentence_of(read_address(captured.terminal, reading.get(), std::chrono::seconds(0))));
  }

 private:
  const oauth::TemporaryFolder folder_;
  SignInPlan plan_;

  PendingFile file() const { return *PendingFile::of(folder_.path(), "you@example.com"); }

  oauth::Result<oauth::PendingSignIn> resume(int at) const {
    return load_pending(file(), "you@example.com", oauth::from_unix(at));
  }

  static oauth::Result<oauth::Secret> read(const std::string& input) {
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, pipe(ends));
    const oauth::FileDescriptor reading(ends[0]);
    {
      const oauth::FileDescriptor writing(ends[1]);
      CPPUNIT_ASSERT(::write(writing.get(), input.data(), input.size()) > 0);
    }
    CapturedTerminal captured;
    return read_address(captured.terminal, reading.get(), std::chrono::seconds(5));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TwoStepSignInTest);

}  // namespace
}  // namespace tool
