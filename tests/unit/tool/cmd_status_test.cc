// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/tool_desk.h"

namespace tool {
namespace {

class CmdStatusTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdStatusTest);
  CPPUNIT_TEST(says_how_to_begin);
  CPPUNIT_TEST(shows_a_line_for_each_account);
  CPPUNIT_TEST(warns_of_what_ends_soon_and_ends_with_it_if_strict);
  CPPUNIT_TEST(ends_with_the_code_of_the_account_that_needs_most);
  CPPUNIT_TEST(answers_in_json);
  CPPUNIT_TEST(shows_no_secret);
  CPPUNIT_TEST_SUITE_END();

 public:
  void says_how_to_begin() {
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_status));
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.output());
    CPPUNIT_ASSERT_EQUAL(
        std::string("There is no account yet. Sign in: sasl-oauth login you@gmail.com\n"),
        desk_.errors());
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_status, json()));
    CPPUNIT_ASSERT_EQUAL(std::string("{\"accounts\": []}\n"), desk_.output());
  }

  void shows_a_line_for_each_account() {
    desk_.add("you@example.com", "\"granted_at\": 1690000000, \"refresh_token\": \"r\"");
    desk_.add("work", "\"grant_type\": \"client_credentials\"");
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_status));
    CPPUNIT_ASSERT_EQUAL(
        std::string("ACCOUNT          STATE  TOKEN    SIGNED IN   RENEWED  NEXT\n"
                    "work             ok     10 days  by itself   0 s ago  refresh in 10 days\n"
                    "you@example.com  ok     10 days  2023-07-22  0 s ago  refresh in 10 days\n"),
        without_seconds(desk_.output()));
  }

  void warns_of_what_ends_soon_and_ends_with_it_if_strict() {
    desk_.configure(
        "[provider.example]\ntoken_endpoint = \"https://t\"\n"
        "refresh_token_idle_limit = \"2h\"\n");
    desk_.add("you@example.com", "\"refresh_token\": \"r\"");
    Options options;
    options.is_strict = true;
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_status, options));
    options.warn_ahead = oauth::seconds(7200);
    CPPUNIT_ASSERT_EQUAL(77, desk_.run(run_status, options));
    CPPUNIT_ASSERT_MESSAGE(desk_.output(),
                           desk_.output().find("you@example.com  ends soon") != std::string::npos);
    options.is_strict = false;
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_status, options));
  }

  void ends_with_the_code_of_the_account_that_needs_most() {
    desk_.add("good@example.com");
    desk_.write_record("over@example.com", "{\"version\": 1, \"account\": \"over@example.com\"}");
    CPPUNIT_ASSERT_EQUAL(77, desk_.run(run_status));
    CPPUNIT_ASSERT(desk_.output().find("sasl-oauth login over@example.com") != std::string::npos);
    desk_.write_record("broken@example.com", "{");
    CPPUNIT_ASSERT_EQUAL(77, desk_.run(run_status));
    CPPUNIT_ASSERT_EQUAL(78, desk_.run_for(run_status, "broken@example.com"));
    CPPUNIT_ASSERT(desk_.output().find("\nbroken@example.com  unreadable") != std::string::npos);
  }

  void answers_in_json() {
    desk_.add("you@example.com", "\"granted_at\": 1690000000");
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_status, json()));
    const std::string answer = desk_.output();
    for (const std::string& part :
         {std::string("{\"accounts\": [{\"account\": \"you@example.com\", \"state\": \"ok\", "),
          std::string("\"granted_at\": 1690000000, \"ends\": [], \"grant\": \"refresh_token\", "
                      "\"provider\": \"example\", \"path\": \""),
          desk_.store() + "/you@example.com.json\"}]}\n"}) {
      CPPUNIT_ASSERT_MESSAGE(part + " in " + answer, answer.find(part) != answer.npos);
    }
  }

  void shows_no_secret() {
    desk_.add("you@example.com", "\"refresh_token\": \"1//R\", \"client_secret\": \"hush\"");
    for (const Options& options : {Options(), json()}) {
      desk_.run(run_status, options);
      const std::string said = desk_.output() + desk_.errors();
      for (const char* secret : {"ya29.T", "1//R", "hush"}) {
        CPPUNIT_ASSERT_MESSAGE(secret, said.find(secret) == said.npos);
      }
    }
  }

 private:
  ToolDesk desk_;

  // A second may pass before the answer.
  static std::string without_seconds(std::string text) {
    for (std::size_t at = 0; (at = text.find("1 s ago", at)) != text.npos;) text[at] = '0';
    return text;
  }

  static Options json() {
    Options options;
    options.wants_json = true;
    return options;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdStatusTest);

}  // namespace
}  // namespace tool
