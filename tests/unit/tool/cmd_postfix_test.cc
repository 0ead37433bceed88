// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>
#include <stdlib.h>

#include <string>

#include "tests/support/tool_desk.h"
#include "tool/exit_code.h"

namespace tool {
namespace {

// Whether or not there is a Postfix here, it is not configured. With one: e2e/test_postfix_command.
class CmdPostfixTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdPostfixTest);
  CPPUNIT_TEST(prints_the_commands_for_a_postfix_as_it_comes);
  CPPUNIT_TEST(answers_in_json);
  CPPUNIT_TEST(needs_a_postfix_to_change_or_to_check);
  CPPUNIT_TEST(refuses_what_cannot_be_written_into_a_map);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { setenv("MAIL_CONFIG", "/nowhere/postfix", 1); }
  void tearDown() override { unsetenv("MAIL_CONFIG"); }

  void prints_the_commands_for_a_postfix_as_it_comes() {
    CPPUNIT_ASSERT_EQUAL(0, desk_.run_for(run_postfix, "you@example.org", to("smtp.example.org")));
    const std::string all = desk_.output();
    for (const char* line : {"sasl-oauth login you@example.org --for postfix\n",
                             "echo '[smtp.example.org]:587 you@example.org:oauth2' "
                             ">>/etc/postfix/sasl_passwd\n",
                             "postconf -e 'relayhost = [smtp.example.org]:587'\n",
                             "postconf -e 'smtp_tls_security_level = secure'\n"}) {
      CPPUNIT_ASSERT_MESSAGE(all, all.find(line) != std::string::npos);
    }
    CPPUNIT_ASSERT(desk_.errors().find("This is for a Postfix as it comes, since ") == 0);
  }

  void answers_in_json() {
    Options options = to("smtp.example.org:465");
    options.wants_json = true;
    CPPUNIT_ASSERT_EQUAL(0, desk_.run_for(run_postfix, "you@example.org", options));
    const std::string all = desk_.output();
    CPPUNIT_ASSERT_EQUAL(
        std::size_t(0),
        all.find(R"({"relay": "[smtp.example.org]:465", "account": "you@example.org", )"
                 R"("owner": "postfix", "needs_login": true, "settings": {"relayhost": )"));
    CPPUNIT_ASSERT(all.find(R"("smtp_tls_wrappermode": "yes")") != std::string::npos);
    CPPUNIT_ASSERT(all.find("#") == std::string::npos);
  }

  void needs_a_postfix_to_change_or_to_check() {
    for (const bool is_applied : {true, false}) {
      Options options = to("smtp.example.org");
      options.is_applied = is_applied;
      options.is_checked = !is_applied;
      CPPUNIT_ASSERT_EQUAL(exit_code::configuration,
                           desk_.run_for(run_postfix, "you@example.org", options));
      CPPUNIT_ASSERT_EQUAL(std::string(), desk_.output());
      CPPUNIT_ASSERT(desk_.errors().find("Postfix (postconf) is not ") != std::string::npos);
    }
  }

  void refuses_what_cannot_be_written_into_a_map() {
    for (const char* account : {"", "a b@h", "a:b@h", " you@h", "a\nb"}) {
      CPPUNIT_ASSERT_EQUAL(exit_code::configuration,
                           desk_.run_for(run_postfix, account, to("smtp.example.org")));
      CPPUNIT_ASSERT(desk_.errors().find("cannot be a user in Postfix's password map") !=
                     std::string::npos);
    }
    CPPUNIT_ASSERT_EQUAL(exit_code::configuration,
                         desk_.run_for(run_postfix, "you@example.org", to("a b")));
    CPPUNIT_ASSERT(desk_.errors().find("a b is no mail server") != std::string::npos);
  }

 private:
  static Options to(const std::string& relay) {
    Options options;
    options.relay = relay;
    return options;
  }

  ToolDesk desk_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdPostfixTest);

}  // namespace
}  // namespace tool
