// SPDX-License-Identifier: MIT
#include "tool/postfix/script.h"

#include <cppunit/extensions/HelperMacros.h>

namespace tool {
namespace {

class ScriptTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ScriptTest);
  CPPUNIT_TEST(has_each_command_under_its_reason);
  CPPUNIT_TEST(leaves_out_what_is_done);
  CPPUNIT_TEST(tells_of_the_entry_that_is_in_the_way);
  CPPUNIT_TEST(lets_no_shell_read_a_backslash);
  CPPUNIT_TEST(begins_a_line_of_its_own);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    plan_ = {};
    plan_.relay = {"smtp.example", 587, false};
    plan_.user = "you@h";
    plan_.settings = {{"smtp_sasl_type", "cyrus", "why"}};
    plan_.map = {"hash:/m", "/m", true};
    start_ = {};
    start_.owner = "postfix";
  }

  void has_each_command_under_its_reason() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("# Has Postfix send through smtp.example as you@h. For root; with --apply, "
                    "sasl-oauth does it itself.\n"
                    "\n"
                    "# Sign in, once; the account is for Postfix's user alone, and renews its "
                    "token by itself.\n"
                    "sasl-oauth login you@h --for postfix\n"
                    "\n"
                    "# The user's name, and the word oauth2 where a password would stand.\n"
                    "test -e /m || install -m 600 /dev/null /m\n"
                    "echo '[smtp.example]:587 you@h:oauth2' >>/m\n"
                    "postmap hash:/m\n"
                    "\n"
                    "# smtp_sasl_type: why\n"
                    "postconf -e 'smtp_sasl_type = cyrus'\n"
                    "\n"
                    "# From now on; then see that all is well.\n"
                    "postfix reload\n"
                    "sasl-oauth postfix '[smtp.example]:587' you@h --check\n"),
        script());
  }

  void leaves_out_what_is_done() {
    start_.needs_login = false;
    start_.has_map = true;
    CPPUNIT_ASSERT(script().find("login") == std::string::npos);
    CPPUNIT_ASSERT(script().find("install") == std::string::npos);
    start_.edit = MapEdit::Kind::none;
    CPPUNIT_ASSERT(script().find("/m") == std::string::npos);
    start_.edit = MapEdit::Kind::added;
    plan_.map.is_compiled = false;
    CPPUNIT_ASSERT(script().find("echo") != std::string::npos);
    CPPUNIT_ASSERT(script().find("postmap") == std::string::npos);
  }

  void tells_of_the_entry_that_is_in_the_way() {
    start_.edit = MapEdit::Kind::replaced;
    start_.line = 3;
    CPPUNIT_ASSERT(script().find("# Line 3 of /m names somebody else for this server: put a # "
                                 "before it first.\n") != std::string::npos);
  }

  // What echo would do in Debian's sh, and so break the map's line in two.
  void lets_no_shell_read_a_backslash() {
    plan_.user = "EXAMPLE\\nora";
    CPPUNIT_ASSERT_MESSAGE(
        script(),
        script().find("\nprintf '%s\\n' '[smtp.example]:587 EXAMPLE\\nora:oauth2' >>/m\n") !=
            std::string::npos);
  }

  // Else the last server's password would be spoiled.
  void begins_a_line_of_its_own() {
    start_.lacks_line_end = true;
    CPPUNIT_ASSERT_MESSAGE(
        script(), script().find("\necho >>/m\necho '[smtp.example]:587 you") != std::string::npos);
  }

 private:
  std::string script() {
    std::string text;
    for (const std::string& line : script_of(plan_, start_)) text += line + "\n";
    return text;
  }

  PostfixPlan plan_;
  ScriptStart start_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ScriptTest);

}  // namespace
}  // namespace tool
