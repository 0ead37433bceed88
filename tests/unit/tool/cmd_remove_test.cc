// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/tool_desk.h"

namespace tool {
namespace {

class CmdRemoveTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdRemoveTest);
  CPPUNIT_TEST(removes_the_accounts_that_are_named_and_tells_what_still_stands);
  CPPUNIT_TEST(names_the_page_where_the_rest_is_withdrawn);
  CPPUNIT_TEST(removes_what_cannot_be_read);
  CPPUNIT_TEST(removes_nothing_where_a_name_is_wrong);
  CPPUNIT_TEST_SUITE_END();

 public:
  void removes_the_accounts_that_are_named_and_tells_what_still_stands() {
    for (const char* account : {"a@example.com", "b@example.com", "c@example.com"}) {
      desk_.add(account);
    }
    CPPUNIT_ASSERT_EQUAL(0, remove({"a@example.com", "b@example.com"}));
    CPPUNIT_ASSERT(!desk_.has("a@example.com") && !desk_.has("b@example.com"));
    CPPUNIT_ASSERT(desk_.has("c@example.com"));
    CPPUNIT_ASSERT_EQUAL("Removed a@example.com from " + desk_.store() +
                             ". What was granted to it stands until it is withdrawn at example.\n"
                             "Removed b@example.com from " +
                             desk_.store() +
                             ". What was granted to it stands until it is withdrawn at example.\n",
                         desk_.errors());
  }

  void names_the_page_where_the_rest_is_withdrawn() {
    desk_.configure(
        "[provider.example]\ntoken_endpoint = \"https://x.example/t\"\n"
        "revocation_page = \"https://x.example/apps\"\n");
    desk_.add("a@example.com");
    CPPUNIT_ASSERT_EQUAL(0, remove({"a@example.com"}));
    CPPUNIT_ASSERT_EQUAL("Removed a@example.com from " + desk_.store() +
                             ". What was granted to it stands until it is withdrawn at example:"
                             " https://x.example/apps\n",
                         desk_.errors());
  }

  void removes_what_cannot_be_read() {
    desk_.write_record("a@example.com", "{");
    CPPUNIT_ASSERT_EQUAL(0, remove({"a@example.com"}));
    CPPUNIT_ASSERT(!desk_.has("a@example.com"));
  }

  void removes_nothing_where_a_name_is_wrong() {
    desk_.add("a@example.com");
    CPPUNIT_ASSERT_EQUAL(78, remove({"a@example.com", "nobody"}));
    CPPUNIT_ASSERT(desk_.has("a@example.com"));
    CPPUNIT_ASSERT(desk_.errors().find("there is no account nobody in ") != std::string::npos);
  }

 private:
  ToolDesk desk_;

  int remove(std::vector<std::string> accounts) {
    Options options;
    options.accounts = std::move(accounts);
    options.is_confirmed = true;
    return desk_.run(run_remove, options);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdRemoveTest);

}  // namespace
}  // namespace tool
