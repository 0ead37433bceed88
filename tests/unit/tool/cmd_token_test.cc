// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/tool_desk.h"

namespace tool {
namespace {

class CmdTokenTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdTokenTest);
  CPPUNIT_TEST(prints_nothing_but_the_token);
  CPPUNIT_TEST(prints_what_the_format_says);
  CPPUNIT_TEST(sends_the_user_of_configuration_record_or_account);
  CPPUNIT_TEST(ends_with_77_where_a_person_must_sign_in);
  CPPUNIT_TEST(names_what_is_missing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void prints_nothing_but_the_token() {
    desk_.add("you@example.com");
    CPPUNIT_ASSERT_EQUAL(0, desk_.run_for(run_token, "YOU@example.com"));
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.T\n"), desk_.output());
    CPPUNIT_ASSERT(desk_.errors().find("ya29.T") == std::string::npos);
  }

  void prints_what_the_format_says() {
    desk_.add("you@example.com");
    CPPUNIT_ASSERT_EQUAL(std::string("Authorization: Bearer ya29.T\n"), printed("header"));
    CPPUNIT_ASSERT_EQUAL(std::string("dXNlcj15b3VAZXhhbXBsZS5jb20BYXV0aD1CZWFyZXIgeWEyOS5UAQE=\n"),
                         printed("xoauth2"));
  }

  void sends_the_user_of_configuration_record_or_account() {
    desk_.add("you@example.com");
    CPPUNIT_ASSERT_EQUAL(std::string("you@example.com"), user_of("you@example.com"));
    desk_.add("work");
    desk_.configure("[account.work]\nuser = \"team@example.com\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string("team@example.com"), user_of("work"));
  }

  void ends_with_77_where_a_person_must_sign_in() {
    desk_.write_record("you@example.com", "{\"version\": 1, \"account\": \"you@example.com\"}");
    CPPUNIT_ASSERT_EQUAL(77, desk_.run_for(run_token, "you@example.com"));
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.output());
    CPPUNIT_ASSERT_EQUAL(
        std::string("sasl-oauth: there is no refresh token for you@example.com; a person must"
                    " sign in: sasl-oauth login you@example.com\n"),
        desk_.errors());
  }

  void names_what_is_missing() {
    CPPUNIT_ASSERT_EQUAL(78, desk_.run_for(run_token, "you@example.com"));
    CPPUNIT_ASSERT_EQUAL("sasl-oauth: there is no account you@example.com in " + desk_.store() +
                             "; run: sasl-oauth login you@example.com\n",
                         desk_.errors());
    desk_.write_record("you@example.com", "{");
    CPPUNIT_ASSERT_EQUAL(78, desk_.run_for(run_token, "you@example.com"));
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.output());
    CPPUNIT_ASSERT(desk_.errors().find(desk_.store() + "/you@example.com.json") !=
                   std::string::npos);
  }

 private:
  ToolDesk desk_;

  std::string printed(const char* format) {
    Options options;
    options.format = format;
    CPPUNIT_ASSERT_EQUAL(0, desk_.run_for(run_token, "you@example.com", options));
    return desk_.output();
  }

  std::string user_of(const std::string& account) {
    Options options;
    options.format = "json";
    CPPUNIT_ASSERT_EQUAL(0, desk_.run_for(run_token, account, options));
    const std::string text = desk_.output();
    const std::size_t at = text.find("\"user\": \"") + 9;
    return text.substr(at, text.find('"', at) - at);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdTokenTest);

}  // namespace
}  // namespace tool
