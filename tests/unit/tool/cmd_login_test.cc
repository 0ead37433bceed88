// SPDX-License-Identifier: MIT
// What ends a sign-in before it begins; the rest is in browser_sign_in_test and tests/e2e.
#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

#include <string>

#include "tests/support/tool_desk.h"

namespace tool {
namespace {

constexpr char ready[] =
    "[provider.example]\ntoken_endpoint = \"https://sso.example.com/token\"\n"
    "authorization_endpoint = \"https://sso.example.com/auth\"\n"
    "[client.app]\nprovider = \"example\"\nclient_id = \"mail\"\n"
    "[defaults]\nprovider = \"example\"\nclient = \"app\"\n";

class CmdLoginTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdLoginTest);
  CPPUNIT_TEST(refuses_a_name_that_no_account_can_have);
  CPPUNIT_TEST(teaches_what_is_missing);
  CPPUNIT_TEST(shows_no_address_where_nothing_could_be_kept);
  CPPUNIT_TEST_SUITE_END();

 public:
  void refuses_a_name_that_no_account_can_have() {
    const struct {
      const char* account;
      const char* sentence;
    } cases[] = {
        {"", "the account name is empty; check the user name"},
        {"you@gmail.com ", "the account's name has a blank in it; give the mail address alone"},
        {" work", "the account's name has a blank in it; give the mail address alone"},
        {"you @gmail.com", "the account's name has a blank in it; give the mail address alone"},
        {"*@gmail.com", "a pattern cannot sign in with a browser; give one mail address"},
        {"you\1@gmail.com",
         "the account's name has a control character or broken UTF-8 in it; correct it"},
        {"you\xff@gmail.com",
         "the account's name has a control character or broken UTF-8 in it; correct it"},
    };
    desk_.configure(ready);
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.account, 78, desk_.run_for(run_login, each.account));
      CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: ") + each.sentence + "\n", desk_.errors());
    }
  }

  void teaches_what_is_missing() {
    CPPUNIT_ASSERT_EQUAL(78, desk_.run_for(run_login, "you@example.com"));
    CPPUNIT_ASSERT(desk_.errors().find("sasl-oauth: cannot tell the provider of you@example.com;"
                                       " name it by --provider NAME") == 0);
    desk_.configure(ready);
    Options options;
    options.client = "no-such-file.json";
    CPPUNIT_ASSERT_EQUAL(78, desk_.run_for(run_login, "you@example.com", options));
    CPPUNIT_ASSERT_EQUAL(
        std::string("sasl-oauth: there is neither a file no-such-file.json nor a table"
                    " [client.no-such-file.json] in the configuration; correct --client\n"),
        desk_.errors());
  }

  void shows_no_address_where_nothing_could_be_kept() {
    CPPUNIT_ASSERT_EQUAL(0, rmdir(desk_.store().c_str()));
    Options options;
    options.store_folder = desk_.config() + "/in-a-file";
    desk_.configure(ready);
    CPPUNIT_ASSERT_EQUAL(78, desk_.run_for(run_login, "you@example.com", options));
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.output());
    CPPUNIT_ASSERT(desk_.errors().find("https://") == std::string::npos);
  }

 private:
  ToolDesk desk_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdLoginTest);

}  // namespace
}  // namespace tool
