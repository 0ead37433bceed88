// SPDX-License-Identifier: MIT
#include "tool/doctor/finding_report.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/captured_terminal.h"

namespace tool {
namespace {

class FindingReportTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FindingReportTest);
  CPPUNIT_TEST(has_words_in_a_pipe);
  CPPUNIT_TEST(has_coloured_signs_on_a_terminal);
  CPPUNIT_TEST(leaves_out_what_is_ok_and_topics_without_the_rest);
  CPPUNIT_TEST(answers_in_json);
  CPPUNIT_TEST(shows_no_control_character);
  CPPUNIT_TEST_SUITE_END();

 public:
  void has_words_in_a_pipe() {
    CapturedTerminal captured;
    print_findings(sample(), Shown::everything, captured.terminal);
    CPPUNIT_ASSERT_EQUAL(std::string("plugin\n"
                                     "  ok       it is there\n"
                                     "clock\n"
                                     "  note     n\n"
                                     "           -> do n\n"
                                     "  warning  w\n"
                                     "           -> do w\n"
                                     "  problem  p\n"
                                     "           -> do p\n"
                                     "1 problem, 1 warning, 1 note\n"),
                         captured.output());
  }

  void has_coloured_signs_on_a_terminal() {
    TerminalSettings settings;
    settings.output = Looks::coloured;
    settings.shows_output = true;
    settings.is_utf8 = true;
    CapturedTerminal captured(settings);
    print_findings({{"clock", {ok("o"), problem("p", "do p")}}}, Shown::everything,
                   captured.terminal);
    CPPUNIT_ASSERT_EQUAL(std::string("\x1b[1mclock\x1b[0m\n"
                                     "  \x1b[32m\xe2\x9c\x93\x1b[0m o\n"
                                     "  \x1b[31m\xe2\x9c\x97\x1b[0m p\n"
                                     "      \x1b[1mdo p\x1b[0m\n"
                                     "1 problem, 0 warnings, 0 notes\n"),
                         captured.output());
  }

  void leaves_out_what_is_ok_and_topics_without_the_rest() {
    CapturedTerminal captured;
    print_findings({{"plugin", {ok("o")}}, {"clock", {ok("o"), warning("w", "do w")}}},
                   Shown::what_is_not_ok, captured.terminal);
    CPPUNIT_ASSERT_EQUAL(std::string("clock\n"
                                     "  warning  w\n"
                                     "           -> do w\n"
                                     "0 problems, 1 warning, 0 notes\n"),
                         captured.output());
  }

  void answers_in_json() {
    CapturedTerminal captured;
    Finding passing = problem("p", "do \"p\"");
    passing.may_pass = true;
    print_findings_as_json({{"plugin", {ok("o")}}, {"clock", {passing}}}, captured.terminal);
    CPPUNIT_ASSERT_EQUAL(
        std::string("{\"problems\": 1, \"warnings\": 0, \"notes\": 0, \"findings\": ["
                    "{\"topic\": \"plugin\", \"mark\": \"ok\", \"sentence\": \"o\"}, "
                    "{\"topic\": \"clock\", \"mark\": \"problem\", \"sentence\": \"p\", "
                    "\"remedy\": \"do \\\"p\\\"\", \"may_pass\": true}]}\n"),
        captured.output());
  }

  void shows_no_control_character() {
    CapturedTerminal captured;
    print_findings({{"clock", {problem("a\x1b[31mb", "c\nd")}}}, Shown::everything,
                   captured.terminal);
    CPPUNIT_ASSERT_EQUAL(std::string("clock\n  problem  a?[31mb\n           -> c?d\n"
                                     "1 problem, 0 warnings, 0 notes\n"),
                         captured.output());
  }

 private:
  static std::vector<FindingGroup> sample() {
    return {{"plugin", {ok("it is there")}},
            {"clock", {note("n", "do n"), warning("w", "do w"), problem("p", "do p")}}};
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FindingReportTest);

}  // namespace
}  // namespace tool
