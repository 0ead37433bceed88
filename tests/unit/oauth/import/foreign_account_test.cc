// SPDX-License-Identifier: MIT
#include "oauth/import/foreign_account.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

// "account provider endpoint client secret scope refresh access expires", '-' for what is empty.
std::string summary(const Record& record) {
  const std::string parts[] = {record.account,
                               record.provider,
                               record.client.token_endpoint,
                               record.client.client_id,
                               std::string(record.client.client_secret.reveal()),
                               record.client.scope,
                               std::string(record.refresh_token.reveal()),
                               std::string(record.access_token.reveal())};
  std::string text;
  for (const std::string& part : parts) text += (part.empty() ? "-" : part) + "|";
  return text + std::to_string(to_unix(record.expires_at));
}

std::string read(ForeignKind kind, std::string_view text, std::string_view defaults = {}) {
  const auto accounts = parse_token_json(kind, text, "f", defaults, "conf");
  if (!accounts) return sentence_of(accounts);
  CPPUNIT_ASSERT_EQUAL(std::size_t(1), accounts->size());
  return summary((*accounts)[0]);
}

class ForeignAccountTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignAccountTest);
  CPPUNIT_TEST(reads_mutts_and_neomutts_files);
  CPPUNIT_TEST(reads_oamas_files);
  CPPUNIT_TEST(reads_token_answers_with_the_time_they_came);
  CPPUNIT_TEST(reads_googles_files);
  CPPUNIT_TEST(reads_gos_tokens_and_its_zero_time);
  CPPUNIT_TEST(reads_sasl_xoauth2s_files_over_its_configuration);
  CPPUNIT_TEST(names_what_is_wrong_and_repeats_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_mutts_and_neomutts_files() {
    const std::string mutt =
        R"("registration": "google", "authflow": "localhostauthcode", "email": "a@example.com",
           "access_token": "A", "access_token_expiration": "2026-01-02T03:04:05.678901",
           "refresh_token": "R")";
    CPPUNIT_ASSERT_EQUAL(std::string("a@example.com|google|-|-|-|-|R|A|0"),
                         read(ForeignKind::mutt_oauth2, "{" + mutt + "}"));
    CPPUNIT_ASSERT_EQUAL(std::string("a@example.com|google|-|id|s|-|R|A|0"),
                         read(ForeignKind::mutt_oauth2,
                              "{" + mutt + R"(, "client_id": "id", "client_secret": "s"})"));
  }

  void reads_oamas_files() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("a@example.com|google|-|-|-|https://mail.google.com/|R|A|0"),
        read(ForeignKind::oama,
             R"({"email": "a@example.com", "service": "google", "refresh_token": "R",
                 "scope": "https://mail.google.com/", "access_token": "A", "token_type": "Bearer",
                 "exp_date": "2026-01-02 03:04 UTC", "expires_in": 3599})"));
  }

  void reads_token_answers_with_the_time_they_came() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("-|-|-|-|-|mail|R|A|1700003599"),
        read(ForeignKind::ortie,
             R"({"access_token": "A", "token_type": "Bearer", "expires_in": 3599, "scope": "mail",
                 "refresh_token": "R", "issued_at": 1700000000})"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("-|-|-|-|-|-|R|A|0"),
        read(ForeignKind::ortie,
             R"({"access_token": "A", "expires_in": 3599, "refresh_token": "R"})"));
  }

  void reads_googles_files() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("-|google|-|id|s|-|R|-|0"),
        read(ForeignKind::authorized_user,
             R"({"type": "authorized_user", "client_id": "id", "client_secret": "s",
                 "refresh_token": "R", "quota_project_id": "p"})"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("-|google|https://oauth2.googleapis.com/token|id|s|a b|R|T|1767323045"),
        read(ForeignKind::google_auth,
             R"({"token": "T", "refresh_token": "R", "client_id": "id", "client_secret": "s",
                 "token_uri": "https://oauth2.googleapis.com/token", "scopes": ["a", "b"],
                 "expiry": "2026-01-02T03:04:05.678901Z"})"));
  }

  void reads_gos_tokens_and_its_zero_time() {
    CPPUNIT_ASSERT_EQUAL(std::string("-|-|-|-|-|-|R|A|1767323045"),
                         read(ForeignKind::go_token,
                              R"({"access_token": "A", "token_type": "Bearer", "refresh_token": "R",
                                  "expiry": "2026-01-02T04:04:05.678+01:00"})"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("-|-|-|-|-|-|R|-|0"),
        read(ForeignKind::go_token, R"({"refresh_token": "R", "expiry": "0001-01-01T00:00:00Z"})"));
  }

  void reads_sasl_xoauth2s_files_over_its_configuration() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("-|-|https://x.example/t|id|s|-|R|A|1700003600"),
        read(ForeignKind::sasl_xoauth2,
             R"({"access_token": "A", "refresh_token": "R", "expiry": "1700003600"})",
             R"({"client_id": "id", "client_secret": "s", "token_endpoint": "https://x.example/t",
                 "always_log_to_syslog": "no"})"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("a@example.com|-|https://accounts.google.com/o/oauth2/token|-|-|-|R|-|0"),
        read(ForeignKind::sasl_xoauth2, R"({"refresh_token": "R", "user": "a@example.com"})"));
  }

  void names_what_is_wrong_and_repeats_nothing() {
    const std::string mend = "; mend the file, or sign in again: sasl-oauth login";
    const std::string none =
        "bad_config: f holds no refresh token; sign in instead: sasl-oauth login";
    const std::string control =
        "bad_config: f has a control character or broken UTF-8 in a value; copy it anew";
    const struct {
      ForeignKind kind;
      std::string text;
      std::string sentence;
    } cases[] = {
        {ForeignKind::oama, "{",
         "bad_config: f: is not a JSON object: syntax error at byte 2" + mend},
        {ForeignKind::oama, "{}", none},
        {ForeignKind::ortie, R"({"refresh_token": ""})", none},
        {ForeignKind::ortie, R"({"refresh_token": "canary", "refresh_token": "b"})",
         "bad_config: f: member \"refresh_token\" stands twice" + mend},
        {ForeignKind::mutt_oauth2, R"({"refresh_token": ["canary"]})",
         "bad_config: f: member \"refresh_token\" is not a string" + mend},
        {ForeignKind::google_auth, R"({"refresh_token": "canary", "scopes": [1]})",
         "bad_config: f: member \"scopes\" is not a list of texts" + mend},
        {ForeignKind::go_token, R"({"refresh_token": "canary", "expiry": "soon"})",
         "bad_config: f: member \"expiry\" is not a time with its zone" + mend},
        {ForeignKind::go_token, R"({"refresh_token": "canary\r\n"})", control},
        {ForeignKind::mutt_oauth2, R"({"refresh_token": "canary", "email": "a\u0000"})", control},
        {ForeignKind::google_auth,
         R"({"refresh_token": "canary", "token_uri": "http://x.example/"})",
         "bad_config: f names a token endpoint that is not https; no secret may be sent there"},
        {ForeignKind::ortie,
         R"({"refresh_token": ")" + std::string(bounds::max_token_bytes + 1, 'x') + "\"}",
         "bad_config: f holds a token of more than 16 KiB; it cannot be the right file"},
        {ForeignKind::pizauth, "{}", "internal: no reader for pizauth"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(each.sentence, read(each.kind, each.text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForeignAccountTest);

}  // namespace
}  // namespace oauth
