// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/tool_desk.h"

namespace tool {
namespace {

class CmdRefreshTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdRefreshTest);
  CPPUNIT_TEST(wants_accounts_or_all);
  CPPUNIT_TEST(tells_of_each_account_what_became_of_it);
  CPPUNIT_TEST(answers_in_json_a_line_each);
  CPPUNIT_TEST(begins_nothing_where_a_name_is_wrong);
  CPPUNIT_TEST_SUITE_END();

 public:
  void wants_accounts_or_all() {
    CPPUNIT_ASSERT_EQUAL(2, desk_.run(run_refresh));
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: name an account, or give --all or --due; see:"
                                     " sasl-oauth refresh --help\n"),
                         desk_.errors());
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_refresh, all()));
  }

  void tells_of_each_account_what_became_of_it() {
    desk_.add("a@example.com");
    desk_.write_record("b@example.com", "{");
    CPPUNIT_ASSERT_EQUAL(77, desk_.run(run_refresh, all()));
    const std::string errors = desk_.errors();
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.output());
    CPPUNIT_ASSERT(errors.find("sasl-oauth: a@example.com: there is no refresh token for"
                               " a@example.com; a person must sign in") == 0);
    CPPUNIT_ASSERT(errors.find("\nsasl-oauth: b@example.com: " + desk_.store()) != errors.npos);
  }

  void answers_in_json_a_line_each() {
    desk_.add("a@example.com");
    Options options = all();
    options.wants_json = true;
    CPPUNIT_ASSERT_EQUAL(77, desk_.run(run_refresh, options));
    CPPUNIT_ASSERT_EQUAL(
        std::string("{\"account\": \"a@example.com\", \"refreshed\": false,"
                    " \"error\": \"consent_needed\", \"reason\": \"there is no refresh token for"
                    " a@example.com; a person must sign in: sasl-oauth login a@example.com\"}\n"),
        desk_.output());
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.errors());
  }

  void begins_nothing_where_a_name_is_wrong() {
    desk_.add("a@example.com");
    Options options;
    options.accounts = {"a@example.com", "nobody"};
    CPPUNIT_ASSERT_EQUAL(78, desk_.run(run_refresh, options));
    CPPUNIT_ASSERT_EQUAL("sasl-oauth: there is no account nobody in " + desk_.store() +
                             "; run: sasl-oauth login nobody\n",
                         desk_.errors());
  }

 private:
  ToolDesk desk_;

  static Options all() {
    Options options;
    options.takes_all = true;
    return options;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdRefreshTest);

}  // namespace
}  // namespace tool
