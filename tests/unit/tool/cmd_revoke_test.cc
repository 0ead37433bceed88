// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/tool_desk.h"

namespace tool {
namespace {

constexpr char provider[] = "[provider.example]\ntoken_endpoint = \"https://x.example/t\"\n";

class CmdRevokeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdRevokeTest);
  CPPUNIT_TEST(says_where_to_withdraw_what_no_program_can);
  CPPUNIT_TEST(asks_nobody_for_an_account_without_a_token);
  CPPUNIT_TEST(wants_to_know_the_server);
  CPPUNIT_TEST_SUITE_END();

 public:
  void says_where_to_withdraw_what_no_program_can() {
    desk_.configure(provider);
    desk_.add("a@example.com");
    CPPUNIT_ASSERT_EQUAL(78, run());
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: provider \"example\" has no revocation_endpoint;"
                                     " withdraw the consent on its pages, and run: sasl-oauth"
                                     " remove a@example.com\n"),
                         desk_.errors());
    desk_.configure(std::string(provider) + "revocation_page = \"https://x.example/apps\"\n");
    CPPUNIT_ASSERT_EQUAL(78, run());
    CPPUNIT_ASSERT(
        desk_.errors().find("withdraw the consent at https://x.example/apps, and run:") !=
        std::string::npos);
    CPPUNIT_ASSERT(desk_.has("a@example.com"));
  }

  void asks_nobody_for_an_account_without_a_token() {
    desk_.configure(std::string(provider) + "revocation_endpoint = \"https://x.example/r\"\n");
    desk_.write_record("a@example.com",
                       R"({"version": 1, "account": "a@example.com", "provider": "example"})");
    CPPUNIT_ASSERT_EQUAL(78, run());
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: there is no token of a@example.com to revoke;"
                                     " run: sasl-oauth remove a@example.com\n"),
                         desk_.errors());
  }

  void wants_to_know_the_server() {
    desk_.write_record("a@example.com",
                       R"({"version": 1, "account": "a@example.com", "access_token": "canary",
            "token_endpoint": "https://nobody.example/t"})");
    CPPUNIT_ASSERT_EQUAL(78, run());
    CPPUNIT_ASSERT(desk_.errors().find("nobody knows where to revoke tokens of a@example.com;") !=
                   std::string::npos);
    CPPUNIT_ASSERT(desk_.errors().find("canary") == std::string::npos);
  }

 private:
  ToolDesk desk_;

  int run() {
    Options options;
    options.is_confirmed = true;
    return desk_.run_for(run_revoke, "a@example.com", options);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdRevokeTest);

}  // namespace
}  // namespace tool
