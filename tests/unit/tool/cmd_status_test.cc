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
    desk_.add("you@example.com", "\"granted_at\": 1690000000");
    desk_.add("work");
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_status));
    CPPUNIT_ASSERT_EQUAL(std::string("work             ok              token good for 10 days\n"
                                     "you@example.com  ok              token good for 10 days"
                                     " (signed in 2023-07-22)\n"),
                         desk_.output());
    CPPUNIT_ASSERT_EQUAL(0, desk_.run_for(run_status, "work"));
    CPPUNIT_ASSERT_EQUAL(std::string("work  ok              token good for 10 days\n"),
                         desk_.output());
  }

  void ends_with_the_code_of_the_account_that_needs_most() {
    desk_.add("good@example.com");
    desk_.write_record("over@example.com", "{\"version\": 1, \"account\": \"over@example.com\"}");
    CPPUNIT_ASSERT_EQUAL(77, desk_.run(run_status));
    CPPUNIT_ASSERT(desk_.output().find("sasl-oauth login over@example.com") != std::string::npos);
    desk_.write_record("broken@example.com", "{");
    CPPUNIT_ASSERT_EQUAL(77, desk_.run(run_status));
    CPPUNIT_ASSERT_EQUAL(78, desk_.run_for(run_status, "broken@example.com"));
    CPPUNIT_ASSERT(desk_.output().find("broken@example.com  unreadable") == 0);
  }

  void answers_in_json() {
    desk_.add("you@example.com", "\"granted_at\": 1690000000");
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_status, json()));
    const std::string answer = desk_.output();
    for (const std::string& part :
         {std::string("{\"accounts\": [{\"account\": \"you@example.com\", \"state\": \"ok\", "),
          std::string("\"granted_at\": 1690000000, \"provider\": \"example\", \"path\": \""),
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

  static Options json() {
    Options options;
    options.wants_json = true;
    return options;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdStatusTest);

}  // namespace
}  // namespace tool
