// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/support/tool_desk.h"
#include "tool/exit_code.h"

namespace tool {
namespace {

// Nothing here reaches a network; what a server says of it is tests/e2e/test_machine_grants.py.
class CmdAddTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdAddTest);
  CPPUNIT_TEST(adds_an_account_whose_command_prints_a_token);
  CPPUNIT_TEST(takes_grant_and_command_from_the_configuration);
  CPPUNIT_TEST(keeps_nothing_that_gave_no_token);
  CPPUNIT_TEST(says_what_is_missing);
  CPPUNIT_TEST(refuses_names_that_are_none);
  CPPUNIT_TEST_SUITE_END();

 public:
  void adds_an_account_whose_command_prints_a_token() {
    Options options;
    options.token_command = "echo ya29.token";
    options.wants_json = true;
    CPPUNIT_ASSERT_EQUAL(exit_code::done, desk_.run_for(run_add, "me@example.com", options));
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.errors());
    const std::string output = desk_.output();
    CPPUNIT_ASSERT_EQUAL(
        std::string(R"({"account": "me@example.com", "grant": "command", "provider": "", )"),
        output.substr(0, output.find("\"path\"")));
    CPPUNIT_ASSERT(desk_.has("me@example.com"));
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, ::stat((desk_.store() + "/me@example.com.json").c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(0600u, status.st_mode & 0777u);
  }

  void takes_grant_and_command_from_the_configuration() {
    desk_.configure("[account.\"me@example.com\"]\ngrant = \"command\"\ncommand = \"echo t\"\n");
    CPPUNIT_ASSERT_EQUAL(exit_code::done, desk_.run_for(run_add, "me@example.com"));
    CPPUNIT_ASSERT(desk_.output().find("Added me@example.com (command)\n") != std::string::npos);
  }

  void keeps_nothing_that_gave_no_token() {
    Options options;
    options.token_command = "echo not a token";
    CPPUNIT_ASSERT_EQUAL(exit_code::bad_reply, desk_.run_for(run_add, "me@example.com", options));
    CPPUNIT_ASSERT_EQUAL(
        std::string("sasl-oauth: the command of me@example.com printed something else than a "
                    "token: it has blanks or other signs in it; correct it\n"),
        desk_.errors());
    options.token_command = "exit 3";
    CPPUNIT_ASSERT_EQUAL(exit_code::try_again_later,
                         desk_.run_for(run_add, "me@example.com", options));
    CPPUNIT_ASSERT(!desk_.has("me@example.com"));
  }

  void says_what_is_missing() {
    expect({},
           "say how me@example.com gets its tokens: --grant client_credentials, --key FILE of "
           "a service account, or --command LINE");
    Options unknown;
    unknown.grant = "password";
    expect(unknown, "there is no grant password; give client_credentials, jwt_bearer or command");
    Options no_key;
    no_key.grant = "jwt_bearer";
    expect(no_key, "jwt_bearer needs the service account's key file; give it: --key FILE");
    Options no_file;
    no_file.key_file = "/nonexistent/key.json";
    expect(no_file, "there is no file /nonexistent/key.json; correct --key");
    Options no_command;
    no_command.grant = "command";
    expect(no_command, "give the command that prints a token: --command");
  }

  void refuses_names_that_are_none() {
    Options options;
    options.token_command = "echo t";
    for (const char* name : {"a*@example.com", "*@", "*", "*@*.com", "me @example.com"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, exit_code::configuration,
                                   desk_.run_for(run_add, name, options));
    }
  }

 private:
  void expect(const Options& options, const std::string& sentence) {
    CPPUNIT_ASSERT_EQUAL(exit_code::configuration,
                         desk_.run_for(run_add, "me@example.com", options));
    CPPUNIT_ASSERT_EQUAL("sasl-oauth: " + sentence + "\n", desk_.errors());
  }

  ToolDesk desk_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdAddTest);

}  // namespace
}  // namespace tool
