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

std::string shown(const std::vector<StatusLine>& lines) {
  CapturedTerminal captured;
  print_json(lines, {sample_now, ""}, captured.terminal);
  return captured.output();
}

std::vector<StatusLine> line_of(Record record) {
  StatusLine line;
  line.account = record.account;
  line.path = "/p";
  line.status = status_of(record, {seconds(300), {}, {}}, sample_now);
  line.record = std::move(record);
  std::vector<StatusLine> lines;
  lines.push_back(std::move(line));
  return lines;
}

class StatusJsonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StatusJsonTest);
  CPPUNIT_TEST(is_an_empty_list_without_accounts);
  CPPUNIT_TEST(has_every_fact_of_an_account);
  CPPUNIT_TEST(has_the_ends_that_are_near_with_cause_and_command);
  CPPUNIT_TEST(has_the_verdict_without_the_refused_token);
  CPPUNIT_TEST(tells_why_an_account_cannot_be_read);
  CPPUNIT_TEST_SUITE_END();

 public:
  void is_an_empty_list_without_accounts() {
    CPPUNIT_ASSERT_EQUAL(std::string("{\"accounts\": []}\n"), shown({}));
  }

  void has_every_fact_of_an_account() {
    Record record = oauth::sample_record();
    record.renewed_at = record.issued_at;
    record.user = "shared@example.com";
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "{\"accounts\": [{\"account\": \"user@example.com\", \"state\": \"ok\", "
            "\"token_seconds_left\": 3000, \"next\": \"refresh\", \"next_at\": 1700002700, "
            "\"issued_at\": 1699999400, \"expires_at\": 1700003000, \"granted_at\": 1690000000, "
            "\"renewed_at\": 1699999400, \"ends\": [], \"grant\": \"refresh_token\", "
            "\"provider\": \"google\", "
            "\"client_id\": \"1234567890-abc.apps.googleusercontent.com\", "
            "\"user\": \"shared@example.com\", \"path\": \"/p\"}]}\n"),
        shown(line_of(std::move(record))));
  }

  void has_the_ends_that_are_near_with_cause_and_command() {
    Record record = oauth::sample_record();
    record.refresh_expires_at = sample_now + seconds(60);
    const std::string text = shown(line_of(std::move(record)));
    CPPUNIT_ASSERT_MESSAGE(
        text,
        text.find("\"ends\": [{\"cause\": \"refresh_token\", \"at\": 1700000060, \"reason\": "
                  "\"the refresh token ends on 2023-11-14, as the server said when it was given\", "
                  "\"command\": \"sasl-oauth login user@example.com\"}]") != text.npos);
  }

  void has_the_verdict_without_the_refused_token() {
    Record record = oauth::sample_record();
    record.verdict =
        oauth::Verdict{oauth::ErrorKind::consent_needed, "invalid_grant", "no", sample_now,
                       record.refresh_token.clone(),     "AADSTS700082"};
    const std::string text = shown(line_of(std::move(record)));
    CPPUNIT_ASSERT_MESSAGE(
        text, text.find("\"verdict\": {\"kind\": \"consent_needed\", \"error\": \"invalid_grant\", "
                        "\"subcode\": \"AADSTS700082\", \"at\": 1700000000}") != text.npos);
    CPPUNIT_ASSERT_MESSAGE(
        text, text.find("\"state\": \"sign_in_needed\", \"reason\": \"no\"") != text.npos);
    CPPUNIT_ASSERT_MESSAGE(text, text.find("1//0g") == text.npos);
  }

  void tells_why_an_account_cannot_be_read() {
    std::vector<StatusLine> lines(1);
    lines[0].account = "a";
    lines[0].path = "/p";
    lines[0].problem = oauth::Error{oauth::ErrorKind::bad_config, "broken"};
    CPPUNIT_ASSERT_EQUAL(
        std::string("{\"accounts\": [{\"account\": \"a\", \"state\": \"unreadable\", \"reason\": "
                    "\"broken\", \"token_seconds_left\": 0, \"path\": \"/p\"}]}\n"),
        shown(lines));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StatusJsonTest);

}  // namespace
}  // namespace tool
