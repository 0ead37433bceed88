// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/tool_desk.h"
#include "tool/exit_code.h"

namespace tool {
namespace {

constexpr char provider[] =
    "[provider.example]\ntoken_endpoint = \"https://example.org/token\"\nscope = \"mail\"\n";

// Nobody answers on port 1, whether or not there is a network module to be opened.
class CmdTestTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdTestTest);
  CPPUNIT_TEST(wants_an_account_that_is_there);
  CPPUNIT_TEST(wants_to_know_the_servers);
  CPPUNIT_TEST(wants_one_user_of_an_account_for_many);
  CPPUNIT_TEST(says_that_a_token_opens_no_mailbox);
  CPPUNIT_TEST(reports_a_server_that_cannot_be_reached);
  CPPUNIT_TEST_SUITE_END();

 public:
  void wants_an_account_that_is_there() {
    CPPUNIT_ASSERT_EQUAL(exit_code::configuration, desk_.run_for(run_test, "me@example.org"));
    assert_says("there is no account me@example.org");
  }

  void wants_to_know_the_servers() {
    desk_.configure(provider);
    desk_.add("me@example.org");
    CPPUNIT_ASSERT_EQUAL(exit_code::configuration, desk_.run_for(run_test, "me@example.org"));
    assert_says("the provider \"example\" names no mail server; give --server HOST:PORT");
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.output());
  }

  void wants_one_user_of_an_account_for_many() {
    desk_.configure(provider);
    desk_.write_record("%2a@example.org",
                       R"({"version": 1, "expires_at": 9999999999, "user": "", )"
                       R"("access_token": "ya29.T", "account": "*@example.org"})");
    Options options;
    options.server = "127.0.0.1:993";
    CPPUNIT_ASSERT_EQUAL(exit_code::configuration,
                         desk_.run_for(run_test, "*@example.org", options));
    assert_says("name one of them with --user");
    options.user = "a\tb";
    CPPUNIT_ASSERT_EQUAL(exit_code::configuration,
                         desk_.run_for(run_test, "*@example.org", options));
    assert_says("the user name has a control character in it");
  }

  void says_that_a_token_opens_no_mailbox() {
    desk_.configure(provider);
    desk_.add("me@example.org", "\"scope\": \"openid\"");
    Options options;
    options.server = "127.0.0.1:1 tls";
    options.services = {"imap"};
    desk_.run_for(run_test, "me@example.org", options);
    assert_says("the token was granted for \"openid\", which opens no mailbox");
  }

  void reports_a_server_that_cannot_be_reached() {
    desk_.configure(provider + std::string("servers = { imap = \"127.0.0.1:1 tls\" }\n"));
    desk_.add("me@example.org");
    CPPUNIT_ASSERT(exit_code::done != desk_.run_for(run_test, "me@example.org"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0},
                         desk_.output().find("imap  127.0.0.1:1 tls  -            failed  "));
    CPPUNIT_ASSERT_EQUAL(desk_.output().npos, desk_.output().find("ya29.T"));
  }

 private:
  void assert_says(const std::string& words) {
    CPPUNIT_ASSERT_MESSAGE(desk_.errors(), desk_.errors().find(words) != std::string::npos);
  }

  ToolDesk desk_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdTestTest);

}  // namespace
}  // namespace tool
