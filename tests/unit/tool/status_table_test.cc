// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/captured_terminal.h"
#include "tests/support/sample_record.h"
#include "tool/status_line.h"

namespace tool {
namespace {

using oauth::Record;
using oauth::sample_now;
using oauth::seconds;

Record fresh_record() {
  Record record = oauth::sample_record();
  record.renewed_at = record.issued_at;
  return record;
}

Record dead_record() {
  Record record = fresh_record();
  record.expires_at = oauth::TimePoint();
  record.verdict = oauth::Verdict{oauth::ErrorKind::consent_needed, "invalid_grant",
                                  "oauth2.googleapis.com answered invalid_grant: Token has been "
                                  "expired or revoked.; a person must sign in: sasl-oauth login "
                                  "user@example.com",
                                  sample_now, record.refresh_token.clone()};
  return record;
}

Record ending_record() {
  Record record = fresh_record();
  record.granted_at = record.refresh_expiry_told_at = sample_now - seconds(6 * 86400);
  record.refresh_expires_at = record.granted_at + seconds(7 * 86400);
  return record;
}

StatusLine line_of(const std::string& account, Record record) {
  StatusLine line;
  line.account = account;
  const StatusTerms terms{seconds(300), {seconds(0), seconds(7 * 86400)}, {}};
  line.status = status_of(record, terms, sample_now);
  line.record = std::move(record);
  return line;
}

StatusLine unreadable_line() {
  StatusLine line;
  line.account = "broken@example.com";
  line.problem = oauth::Error{oauth::ErrorKind::bad_config, "F: is not a JSON object"};
  line.status.state = AccountState::blocked;
  return line;
}

std::vector<StatusLine> one(StatusLine line) {
  std::vector<StatusLine> lines;
  lines.push_back(std::move(line));
  return lines;
}

std::string shown(const std::vector<StatusLine>& lines, TerminalSettings settings = {},
                  const std::string& for_user = "") {
  CapturedTerminal captured(settings);
  print_table(lines, {sample_now, for_user}, captured.terminal);
  return captured.output();
}

class StatusTableTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StatusTableTest);
  CPPUNIT_TEST(aligns_its_columns_and_puts_the_cause_and_the_command_below);
  CPPUNIT_TEST(shows_a_bar_and_colour_on_a_terminal);
  CPPUNIT_TEST(fills_the_bar_by_what_is_left);
  CPPUNIT_TEST(leaves_columns_out_before_it_gets_too_wide);
  CPPUNIT_TEST(does_not_widen_all_lines_for_one_long_name);
  CPPUNIT_TEST(names_the_user_in_the_command);
  CPPUNIT_TEST(reads_sensibly_for_a_machine);
  CPPUNIT_TEST_SUITE_END();

 public:
  void aligns_its_columns_and_puts_the_cause_and_the_command_below() {
    std::vector<StatusLine> lines;
    lines.push_back(line_of("user@example.com", fresh_record()));
    lines.push_back(line_of("u@example.com", dead_record()));
    lines.push_back(line_of("soon@example.com", ending_record()));
    lines.push_back(unreadable_line());
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "ACCOUNT             STATE           TOKEN   SIGNED IN   RENEWED     NEXT\n"
            "user@example.com    ok              50 min  2023-07-22  10 min ago  refresh in 45 "
            "min\n"
            "u@example.com       sign-in needed  none    2023-07-22  10 min ago  act now\n"
            "    oauth2.googleapis.com answered invalid_grant: Token has been expired or revoked.; "
            "a person must\n"
            "    sign in: sasl-oauth login user@example.com\n"
            "soon@example.com    ends soon       50 min  2023-11-08  10 min ago  act by"
            " 2023-11-15\n"
            "    the grant ends on 2023-11-15: the client is in \"Testing\", where each lives 7"
            " days; publish the\n"
            "    app (\"In production\") at the provider, and then sign in again; run:\n"
            "    sasl-oauth login user@example.com\n"
            "broken@example.com  unreadable      -       -           -           act now\n"
            "    F: is not a JSON object\n"),
        shown(lines));
  }

  void shows_a_bar_and_colour_on_a_terminal() {
    TerminalSettings settings;
    settings.output = Looks::coloured;
    settings.shows_output = settings.is_utf8 = true;
    const std::string text = shown(one(line_of("a", fresh_record())), settings);
    CPPUNIT_ASSERT_MESSAGE(
        text, text.find("a        \x1b[32mok   \x1b[0m  ▰▰▰▰▰▰▰▱ 50 min  2023") != text.npos);
    settings.is_utf8 = false;
    CPPUNIT_ASSERT(shown(one(line_of("a", fresh_record())), settings).find("▰") ==
                   std::string::npos);
  }

  void fills_the_bar_by_what_is_left() {
    TerminalSettings settings;
    settings.shows_output = settings.is_utf8 = settings.is_quiet = true;
    const struct {
      int left;
      const char* bar;
    } cases[] = {{3600, " ▰▰▰▰▰▰▰▰ 60 min"},
                 {1800, " ▰▰▰▰▱▱▱▱ 30 min"},
                 {11, " ▰▱▱▱▱▱▱▱ 11 s"},
                 {0, " ▱▱▱▱▱▱▱▱ none"}};
    for (const auto& each : cases) {
      Record record = fresh_record();
      record.expires_at = sample_now + seconds(each.left);
      record.issued_at = record.expires_at - seconds(3600);
      const std::string text = shown(one(line_of("a", std::move(record))), settings);
      CPPUNIT_ASSERT_MESSAGE(text, text.find(each.bar) != text.npos);
    }
  }

  void leaves_columns_out_before_it_gets_too_wide() {
    const std::string name = std::string(28, 'n') + "@example.com";
    std::vector<StatusLine> lines = one(line_of(name, dead_record()));
    lines.push_back(line_of("b", fresh_record()));
    const std::string text = shown(lines);
    CPPUNIT_ASSERT_EQUAL(
        std::string("ACCOUNT" + std::string(35, ' ') + "STATE           TOKEN   SIGNED IN   NEXT"),
        text.substr(0, text.find('\n')));
  }

  void does_not_widen_all_lines_for_one_long_name() {
    std::vector<StatusLine> lines = one(line_of("a", fresh_record()));
    lines.push_back(line_of(std::string(60, 'n'), fresh_record()));
    const std::string text = shown(lines);
    CPPUNIT_ASSERT_MESSAGE(text, text.find("\na        ok     50 min") != text.npos);
    CPPUNIT_ASSERT_MESSAGE(text, text.find(std::string(60, 'n') + "  ok     50") != text.npos);
  }

  void names_the_user_in_the_command() {
    const std::string text = shown(one(line_of("a", dead_record())), {}, "postfix");
    CPPUNIT_ASSERT_MESSAGE(
        text, text.find("sasl-oauth login user@example.com --for postfix\n") != text.npos);
  }

  void reads_sensibly_for_a_machine() {
    Record record = fresh_record();
    record.grant = oauth::GrantType::client_credentials;
    record.refresh_token = oauth::Secret();
    record.granted_at = oauth::TimePoint();
    TerminalSettings settings;
    settings.is_quiet = true;
    CPPUNIT_ASSERT_EQUAL(
        std::string("a        ok     50 min  by itself  10 min ago  refresh in 45 min\n"),
        shown(one(line_of("a", std::move(record))), settings));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StatusTableTest);

}  // namespace
}  // namespace tool
