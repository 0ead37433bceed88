// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include "oauth/refresh.h"
#include "tests/support/memory_files.h"
#include "tests/support/scripted_process.h"
#include "tests/support/token_source_world.h"

namespace oauth {
namespace {

/// What is particular to accounts that no person signs in (grants of machines).
class RefreshMachineTest : public CppUnit::TestFixture, private TokenSourceWorld {
  CPPUNIT_TEST_SUITE(RefreshMachineTest);
  CPPUNIT_TEST(asks_for_itself_and_keeps_no_refresh_token);
  CPPUNIT_TEST(asks_again_for_the_whole_scope);
  CPPUNIT_TEST(proves_each_request_anew);
  CPPUNIT_TEST(remembers_a_refusal_as_configuration);
  CPPUNIT_TEST(tries_again_when_a_person_asks);
  CPPUNIT_TEST(takes_a_commands_token);
  CPPUNIT_TEST(pauses_after_a_command_that_failed);
  CPPUNIT_TEST(runs_no_command_where_it_must_not);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    change_stored([](Record& record) {
      record.grant = GrantType::client_credentials;
      record.refresh_token = Secret();
    });
    age();
  }

  void asks_for_itself_and_keeps_no_refresh_token() {
    grant_token("ya29.NEW", R"(,"refresh_token":"stray")");
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.NEW"), shown(source_.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::string("grant_type=client_credentials&scope=https%3A%2F%2Fmail.google"
                                     ".com%2F&client_id=1234567890-abc.apps.googleusercontent.com"
                                     "&client_secret=p%40ss+w%C3%B6rd%26%3D%2B%25"),
                         network.requests()[0].body);
    CPPUNIT_ASSERT(stored().refresh_token.empty());
  }

  void asks_again_for_the_whole_scope() {
    change_stored([](Record& record) { record.client.scope = "one two"; });
    grant_token("ya29.NEW", R"(,"scope":"one")");
    CPPUNIT_ASSERT_EQUAL(
        std::string("ya29.NEW\nthe server granted less than was asked for, without "
                    "two; correct that at the provider, then run: sasl-oauth "
                    "refresh user@example.com"),
        shown(source_.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::string("one two"), stored().client.scope);
  }

  void proves_each_request_anew() {
    change_stored([](Record& record) {
      record.client.authentication = ClientAuthentication::private_key_jwt;
      record.client.assertion_file = "/run/token";
    });
    files_.files["/run/token"].text = "aa.bb.cc";
    grant_token("ya29.1");
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.1"), shown(source_.current(account)));
    files_.files["/run/token"].text = "dd.ee.ff";
    clock.advance(seconds(3600));
    grant_token("ya29.2");
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.2"), shown(source_.current(account)));
    CPPUNIT_ASSERT(network.requests()[0].body.find("client_assertion=aa.bb.cc") !=
                   std::string::npos);
    CPPUNIT_ASSERT(network.requests()[1].body.find("client_assertion=dd.ee.ff") !=
                   std::string::npos);
  }

  void remembers_a_refusal_as_configuration() {
    network.script().answer(401, R"({"error":"invalid_client"})");
    const std::string sentence =
        "bad_config: oauth2.googleapis.com answered invalid_client; check the client's secret, and "
        "that it has not ended; when that is mended, run: sasl-oauth refresh user@example.com";
    CPPUNIT_ASSERT_EQUAL(sentence, shown(source_.current(account)));
    CPPUNIT_ASSERT_EQUAL(sentence, shown(source_.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
  }

  void tries_again_when_a_person_asks() {
    network.script().answer(400, R"({"error":"invalid_grant"})");
    CPPUNIT_ASSERT(!source_.current(account));
    grant_token("ya29.NEW");
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.NEW"), shown(source_.refreshed(account)));
    CPPUNIT_ASSERT(!stored().verdict);
  }

  void takes_a_commands_token() {
    use_command();
    process_.line = R"({"access_token":"ya29.NEW","expires_in":3599})";
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.NEW"), shown(source_.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::string("print-token"), process_.asked);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, requests());
    CPPUNIT_ASSERT(stored().expires_at == clock.now() + seconds(3599));
  }

  void pauses_after_a_command_that_failed() {
    use_command();
    process_.failure = Error{ErrorKind::unavailable, "ended with status 1; try it in a shell"};
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: the command of user@example.com ended with "
                                     "status 1; try it in a shell"),
                         shown(source_.current(account)));
    process_.asked.clear();
    CPPUNIT_ASSERT(!source_.current(account));
    CPPUNIT_ASSERT_EQUAL(std::string(), process_.asked);
  }

  void runs_no_command_where_it_must_not() {
    use_command();
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: the command of user@example.com is not run by a "
                                     "program with root's or raised rights; have a timer run: "
                                     "sasl-oauth refresh --due"),
                         shown(source.current(account)));
  }

 private:
  void use_command() {
    change_stored([](Record& record) {
      record.grant = GrantType::command;
      record.command = "print-token";
    });
  }

  MemoryFiles files_;
  ScriptedProcess process_;
  TokenSource source_{RefreshPorts{store, network, clock, random, nullptr, &files_, &process_}};
};

CPPUNIT_TEST_SUITE_REGISTRATION(RefreshMachineTest);

}  // namespace
}  // namespace oauth
