// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/tool_desk.h"

namespace tool {
namespace {

constexpr char dead[] =
    R"("refresh_token": "r", "verdict": {"kind": "consent_needed", "error": "invalid_grant", )"
    R"("reason": "no; a person must sign in: sasl-oauth login a", "at": 1, "refresh_token": "r"})";

class CmdRefreshDueTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdRefreshDueTest);
  CPPUNIT_TEST(says_nothing_where_nothing_is_due);
  CPPUNIT_TEST(says_nothing_new_of_a_verdict_but_ends_with_it);
  CPPUNIT_TEST(answers_in_json_a_line_each);
  CPPUNIT_TEST(tells_what_failed);
  CPPUNIT_TEST_SUITE_END();

 public:
  void says_nothing_where_nothing_is_due() {
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_refresh, due()));
    desk_.add("a", "\"refresh_token\": \"r\"");
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_refresh, due()));
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.output() + desk_.errors());
  }

  void says_nothing_new_of_a_verdict_but_ends_with_it() {
    desk_.add("a", dead);
    CPPUNIT_ASSERT_EQUAL(77, desk_.run(run_refresh, due()));
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.output() + desk_.errors());
  }

  void answers_in_json_a_line_each() {
    desk_.add("a", dead);
    desk_.add("b", "\"refresh_token\": \"r\"");
    Options options = due();
    options.wants_json = true;
    CPPUNIT_ASSERT_EQUAL(77, desk_.run(run_refresh, options));
    CPPUNIT_ASSERT_EQUAL(
        std::string("{\"account\": \"a\", \"result\": \"standing\", \"error\": \"consent_needed\","
                    " \"reason\": \"no; a person must sign in: sasl-oauth login a\"}\n"
                    "{\"account\": \"b\", \"result\": \"not_due\"}\n"),
        desk_.output());
  }

  void tells_what_failed() {
    desk_.write_record("a", "{");
    CPPUNIT_ASSERT_EQUAL(78, desk_.run(run_refresh, due()));
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.output());
    CPPUNIT_ASSERT_MESSAGE(desk_.errors(), desk_.errors().find("sasl-oauth: a: ") == 0);
  }

 private:
  ToolDesk desk_;

  static Options due() {
    Options options;
    options.is_due = true;
    return options;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdRefreshDueTest);

}  // namespace
}  // namespace tool
