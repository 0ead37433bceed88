// SPDX-License-Identifier: MIT
#include "tool/doctor/plugin_conf_lines.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"

namespace tool {
namespace {

class PluginConfLinesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PluginConfLinesTest);
  CPPUNIT_TEST(says_nothing_of_what_the_door_understands);
  CPPUNIT_TEST(names_line_and_remedy_of_what_it_passes_over);
  CPPUNIT_TEST(tells_that_the_rest_of_a_long_file_does_not_count);
  CPPUNIT_TEST_SUITE_END();

 public:
  void says_nothing_of_what_the_door_understands() {
    CPPUNIT_ASSERT_EQUAL(std::string(),
                         told(check_plugin_conf("# all is well\n"
                                                "\n"
                                                " \t# and here\n"
                                                "prefer: auto mbsync=no x=YES # why\n"
                                                "Prefer : no\r\n"
                                                "noplaintext: On\n"
                                                "jailed:\n"
                                                "jailed: smtp=postfix",
                                                "c")));
  }

  void names_line_and_remedy_of_what_it_passes_over() {
    const struct {
      const char* text;
      const char* told;
    } cases[] = {
        {"\nprefer mbsync=yes\n",
         "warning: c:2: \"prefer\" begins no \"key: value\"; it is passed over -> prefer: auto, "
         "noplaintext: no, or jailed: smtp=postfix\n"},
        {"prefers: yes",
         "warning: c:1: there is no key \"prefers\"; it is passed over -> prefer: ...\n"},
        {"timeout: 3",
         "warning: c:1: there is no key \"timeout\"; it is passed over -> the keys are prefer, "
         "noplaintext and jailed\n"},
        {"prefer:", "warning: c:1: prefer says nothing; it is passed over -> prefer: auto\n"},
        {"prefer: maybe",
         "warning: c:1: \"maybe\" is neither auto, yes, no nor PROGRAM=auto, =yes, =no; it is "
         "passed over -> prefer: auto\n"},
        {"prefer: auto mbsync=on",
         "warning: c:1: \"mbsync=on\" is neither auto, yes, no nor PROGRAM=auto, =yes, =no; it is "
         "passed over -> prefer: mbsync=auto\n"},
        {"noplaintext: sure",
         "warning: c:1: noplaintext is neither yes nor no, so it is no; it is passed over -> "
         "noplaintext: no\n"},
        {"jailed: smtp",
         "warning: c:1: \"smtp\" is no PROGRAM=USER; it is passed over -> jailed: smtp=postfix "
         "lmtp=postfix\n"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.told), told(check_plugin_conf(each.text, "c")));
    }
  }

  void tells_that_the_rest_of_a_long_file_does_not_count() {
    const std::string text = std::string(8192, '\n') + "nonsense";
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "warning: c is longer than 8192 bytes; the rest of it is passed over -> shorten "
            "c to its three keys\n"),
        told(check_plugin_conf(text, "c")));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PluginConfLinesTest);

}  // namespace
}  // namespace tool
