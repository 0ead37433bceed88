// SPDX-License-Identifier: MIT
#include "tool/terminal.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/captured_terminal.h"

namespace tool {
namespace {

TerminalSettings settings(bool is_quiet, bool is_verbose) {
  TerminalSettings settings;
  settings.is_quiet = is_quiet;
  settings.is_verbose = is_verbose;
  return settings;
}

void say_all(Terminal& terminal) {
  terminal.print("answer");
  terminal.note("note");
  terminal.ask("question");
  terminal.detail("detail");
  terminal.warn("take care");
  terminal.fail("no luck");
  terminal.progress("working");
}

class TerminalTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TerminalTest);
  CPPUNIT_TEST(keeps_answers_apart_from_everything_else);
  CPPUNIT_TEST(says_only_what_is_needed_if_quiet);
  CPPUNIT_TEST(says_more_if_verbose);
  CPPUNIT_TEST(has_no_escape_sequence_where_there_is_no_terminal);
  CPPUNIT_TEST(colours_each_stream_by_itself);
  CPPUNIT_TEST(replaces_progress_by_what_comes_next);
  CPPUNIT_TEST(prints_secrets_in_the_order_of_the_lines);
  CPPUNIT_TEST(draws_light_on_dark_where_there_is_room_and_the_letters_exist);
  CPPUNIT_TEST(tells_that_an_answer_could_not_be_written);
  CPPUNIT_TEST_SUITE_END();

 public:
  void keeps_answers_apart_from_everything_else() {
    CapturedTerminal captured;
    say_all(captured.terminal);
    CPPUNIT_ASSERT_EQUAL(std::string("answer\n"), captured.output());
    CPPUNIT_ASSERT_EQUAL(
        std::string("note\nquestion\nsasl-oauth: warning: take care\nsasl-oauth: no luck\n"),
        captured.errors());
  }

  void says_only_what_is_needed_if_quiet() {
    CapturedTerminal captured(settings(true, false));
    say_all(captured.terminal);
    CPPUNIT_ASSERT_EQUAL(std::string("answer\n"), captured.output());
    CPPUNIT_ASSERT_EQUAL(std::string("question\nsasl-oauth: no luck\n"), captured.errors());
  }

  void says_more_if_verbose() {
    CapturedTerminal captured(settings(false, true));
    captured.terminal.detail("detail");
    CPPUNIT_ASSERT_EQUAL(std::string("  detail\n"), captured.errors());
  }

  void has_no_escape_sequence_where_there_is_no_terminal() {
    CapturedTerminal captured;
    CPPUNIT_ASSERT_EQUAL(std::string("ok"), captured.terminal.styled(Style::good, "ok"));
    CPPUNIT_ASSERT(!captured.terminal.shows_progress());
  }

  void draws_light_on_dark_where_there_is_room_and_the_letters_exist() {
    TerminalSettings able;
    able.can_update = true;
    able.is_utf8 = true;
    able.columns = 40;
    CPPUNIT_ASSERT(CapturedTerminal(able).terminal.can_draw(40));
    CPPUNIT_ASSERT(!CapturedTerminal(able).terminal.can_draw(41));
    able.errors = Looks::coloured;
    CapturedTerminal captured(able);
    captured.terminal.draw("x");
    CPPUNIT_ASSERT_EQUAL(std::string("\x1b[97;40mx\x1b[0m\n"), captured.errors());
    able.is_utf8 = false;
    CPPUNIT_ASSERT(!CapturedTerminal(able).terminal.can_draw(1));
    able.is_utf8 = true;
    able.is_quiet = true;
    CPPUNIT_ASSERT(!CapturedTerminal(able).terminal.can_draw(1));
  }

  void colours_each_stream_by_itself() {
    TerminalSettings coloured;
    coloured.output = Looks::coloured;
    CapturedTerminal captured(coloured);
    CPPUNIT_ASSERT_EQUAL(std::string("\x1b[32mok\x1b[0m"),
                         captured.terminal.styled(Style::good, "ok"));
    captured.terminal.fail("no luck");
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: no luck\n"), captured.errors());
  }

  void replaces_progress_by_what_comes_next() {
    TerminalSettings updating;
    updating.can_update = true;
    CapturedTerminal captured(updating);
    captured.terminal.progress("1");
    captured.terminal.progress("2");
    captured.terminal.note("done");
    captured.terminal.note("more");
    CPPUNIT_ASSERT_EQUAL(std::string("\r\x1b[K1\r\x1b[K2\r\x1b[Kdone\nmore\n"), captured.errors());
  }

  void prints_secrets_in_the_order_of_the_lines() {
    CapturedTerminal captured;
    captured.terminal.print("first");
    captured.terminal.print(oauth::Secret::copy_of("second"));
    CPPUNIT_ASSERT(captured.terminal.flush());
    CPPUNIT_ASSERT_EQUAL(std::string("first\nsecond\n"), captured.output());
  }

  void tells_that_an_answer_could_not_be_written() {
    FILE* full = fopen("/dev/full", "w");
    Terminal terminal(full, stderr, {});
    terminal.print(oauth::Secret::copy_of("token"));
    const bool is_written = terminal.flush();
    fclose(full);
    CPPUNIT_ASSERT(!is_written);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TerminalTest);

}  // namespace
}  // namespace tool
