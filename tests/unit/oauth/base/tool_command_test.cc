// SPDX-License-Identifier: MIT
#include "oauth/base/tool_command.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

class ToolCommandTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ToolCommandTest);
  CPPUNIT_TEST(names_a_persons_account);
  CPPUNIT_TEST(names_the_user_of_a_service);
  CPPUNIT_TEST(shows_no_control_bytes);
  CPPUNIT_TEST(quotes_what_a_shell_would_run);
  CPPUNIT_TEST_SUITE_END();

 public:
  void names_a_persons_account() {
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth login u@example.org"),
                         tool_command("login", "u@example.org", ""));
  }

  void names_the_user_of_a_service() {
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth refresh relay@example.org --for postfix"),
                         tool_command("refresh", "relay@example.org", "postfix"));
  }

  void shows_no_control_bytes() {
    const std::string command = tool_command("login", "a\nb", "c\x1b");
    CPPUNIT_ASSERT(command.find('\n') == command.npos);
    CPPUNIT_ASSERT(command.find('\x1b') == command.npos);
  }

  // A record's name is its owner's to choose; who reads the sentence may be root.
  void quotes_what_a_shell_would_run() {
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth login '$(id)@example.org' --for 'a;b'"),
                         tool_command("login", "$(id)@example.org", "a;b"));
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth refresh --for postfix -- '--config=/x'"),
                         tool_command("refresh", "--config=/x", "postfix"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ToolCommandTest);

}  // namespace
}  // namespace oauth
