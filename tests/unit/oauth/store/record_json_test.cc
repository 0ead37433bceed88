// SPDX-License-Identifier: MIT
#include "oauth/store/record_json.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/sample_record.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char remedy[] = "; mend the file, or sign in again: sasl-oauth login";

// Everything that a record may hold, as it is written.
constexpr char full_text[] = R"({
  "version": 1,
  "expires_at": 1700003600,
  "user": "shared@example.com",
  "access_token": "ya29.a",
  "account": "user@example.com",
  "provider": "google",
  "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
  "token_endpoint": "https://oauth2.googleapis.com/token",
  "token_endpoint_auth_method": "client_secret_basic",
  "client_id": "id",
  "client_secret": "secret",
  "scope": "https://mail.google.com/",
  "client_key": "-----BEGIN client",
  "client_certificate": "-----BEGIN CERTIFICATE",
  "client_key_id": "k1",
  "client_assertion_algorithm": "PS256",
  "client_assertion_audience": "https://sso.example.com",
  "client_assertion_file": "/run/assertion",
  "client_expires_at": 1710000000,
  "assertion_issuer": "relay@project.example",
  "assertion_subject": "user@example.com",
  "assertion_key": "-----BEGIN assertion",
  "assertion_key_id": "k2",
  "command": "print-token",
  "refresh_token": "1//r",
  "dpop_key": "-----BEGIN",
  "dpop_nonce": "n1",
  "granted_at": 1690000000,
  "renewed_at": 1700000000,
  "grant_lifetime": 604800,
  "refresh_token_expires_at": 1705000000,
  "refresh_token_expiry_told_at": 1700000001,
  "proxy": "http://proxy.example:3128",
  "ca_file": "/ca.pem",
  "ca_dir": "/ca",
  "min_validity": 600,
  "failing_notified_at": 1700000003,
  "ending_notified_at": 1700000004,
  "notice_tries": 2,
  "notice_tried_at": 1700000005,
  "issued_at": 1700000000,
  "failures": 3,
  "next_attempt_at": 1700000900,
  "forced_refresh": true,
  "was_refused": true,
  "verdict": {"kind": "consent_needed", "error": "invalid_grant", "subcode": "AADSTS50173", "reason": "x", "at": 1700000001, "notified_at": 1700000002, "refresh_token": "1//r"},
  "of_a_later_release": {"a":[1,null,"\u000a"]},
  "note": "j\u000arg \"x\" \\ 1.50",
  "ratio": 1.50
}
)";

std::string text_of(const Record& record) { return std::string(write_record(record).reveal()); }

std::string with(const std::string& member) {
  return R"({"version":1,"account":"a",)" + member + "}";
}

class RecordJsonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RecordJsonTest);
  CPPUNIT_TEST(writes_back_all_that_it_reads_byte_for_byte);
  CPPUNIT_TEST(reads_each_member);
  CPPUNIT_TEST(writes_what_the_fresh_path_needs_first);
  CPPUNIT_TEST(leaves_out_what_has_nothing_to_say);
  CPPUNIT_TEST(needs_version_and_account_alone);
  CPPUNIT_TEST(refuses_another_version);
  CPPUNIT_TEST(refuses_what_is_no_record);
  CPPUNIT_TEST(refuses_a_member_that_stands_twice);
  CPPUNIT_TEST(refuses_members_of_the_wrong_type);
  CPPUNIT_TEST(writes_a_token_that_holds_anything);
  CPPUNIT_TEST(holds_two_of_the_longest_tokens_and_a_verdict);
  CPPUNIT_TEST(will_not_save_what_it_could_not_read);
  CPPUNIT_TEST_SUITE_END();

 public:
  void writes_back_all_that_it_reads_byte_for_byte() {
    const auto record = parse_record(full_text, "f");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(record));
    CPPUNIT_ASSERT_EQUAL(std::string(full_text), text_of(*record));
  }

  void reads_each_member() {
    const auto record = parse_record(full_text, "f");
    CPPUNIT_ASSERT_EQUAL(std::string("user@example.com"), record->account);
    CPPUNIT_ASSERT_EQUAL(std::string("shared@example.com"), record->user);
    CPPUNIT_ASSERT_EQUAL(std::string("google"), record->provider);
    CPPUNIT_ASSERT(record->expires_at == from_unix(1700003600));
    CPPUNIT_ASSERT(record->access_token.reveal() == "ya29.a");
    CPPUNIT_ASSERT(record->refresh_token.reveal() == "1//r");
    CPPUNIT_ASSERT(record->dpop_key.reveal() == "-----BEGIN");
    CPPUNIT_ASSERT_EQUAL(std::string("n1"), record->dpop_nonce);
    CPPUNIT_ASSERT(record->client.authentication == ClientAuthentication::client_secret_basic);
    CPPUNIT_ASSERT(record->client.client_secret.reveal() == "secret");
    CPPUNIT_ASSERT(record->refresh_expires_at == from_unix(1705000000));
    CPPUNIT_ASSERT(record->renewed_at == from_unix(1700000000));
    CPPUNIT_ASSERT(record->grant_lifetime == seconds(604800));
    CPPUNIT_ASSERT_EQUAL(std::string("AADSTS50173"), record->verdict->subcode);
    CPPUNIT_ASSERT(record->verdict->notified_at == from_unix(1700000002));
    CPPUNIT_ASSERT(record->failing_notified_at == from_unix(1700000003));
    CPPUNIT_ASSERT(record->ending_notified_at == from_unix(1700000004));
    CPPUNIT_ASSERT_EQUAL(2u, record->notice_tries);
    CPPUNIT_ASSERT(record->notice_tried_at == from_unix(1700000005));
    CPPUNIT_ASSERT(record->min_validity == seconds(600));
    CPPUNIT_ASSERT_EQUAL(std::string("/ca"), record->network.ca_dir);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, record->unknown.size());
  }

  void writes_what_the_fresh_path_needs_first() {
    const std::string text = text_of(sample_record());
    CPPUNIT_ASSERT_EQUAL(std::string("{\n  \"version\": 1,\n  \"expires_at\": 1700003000,\n"
                                     "  \"user\": \"\",\n  \"access_token\": \"ya29.OLD\",\n"),
                         text.substr(0, text.find("  \"account\"")));
  }

  void leaves_out_what_has_nothing_to_say() {
    Record record;
    record.account = "a";
    CPPUNIT_ASSERT_EQUAL(std::string("{\n  \"version\": 1,\n  \"expires_at\": 0,\n  \"user\": \"\","
                                     "\n  \"access_token\": \"\",\n  \"account\": \"a\",\n"
                                     "  \"token_endpoint\": \"\",\n"
                                     "  \"token_endpoint_auth_method\": \"client_secret_post\",\n"
                                     "  \"client_id\": \"\",\n  \"refresh_token\": \"\"\n}\n"),
                         text_of(record));
  }

  void needs_version_and_account_alone() {
    const auto record = parse_record(R"({"version":1,"account":"a"})", "f");
    CPPUNIT_ASSERT(record);
    CPPUNIT_ASSERT(record->expires_at == TimePoint());
    CPPUNIT_ASSERT(record->client.authentication == ClientAuthentication::client_secret_post);
    CPPUNIT_ASSERT(!record->min_validity);
    expect("{}", "member \"version\" is missing");
    expect(R"({"version":1})", "member \"account\" is missing");
    expect(R"({"version":1,"account":""})", "member \"account\" is missing");
  }

  void refuses_another_version() {
    for (const char* version : {"2", "0", "-1", "\"2\"", "99999999999"}) {
      expect(R"({"account":"a","version":)" + std::string(version) + "}",
             "member \"version\" is not 1: the file was written by another release");
    }
  }

  void refuses_what_is_no_record() {
    expect("", "is not a JSON object: syntax error at byte 1");
    expect("[]", "is not a JSON object: it is an array");
    expect("ya29.a\n", "is not a JSON object: syntax error at byte 1");
    expect(with("\"user\":\"\"") + "x", "is not a JSON object: syntax error at byte 38");
    expect(with("\"user\":\"\"") + std::string(1, '\0'),
           "is not a JSON object: it has a NUL in it");
  }

  void refuses_a_member_that_stands_twice() {
    expect(with(R"("refresh_token":"a","refresh_token":"b")"),
           "member \"refresh_token\" stands twice");
    expect(with(R"("unknown":1,"unknown":1)"), "member \"unknown\" stands twice");
  }

  void refuses_members_of_the_wrong_type() {
    for (const char* name : {"user", "access_token", "refresh_token", "provider", "token_endpoint",
                             "client_id", "client_secret", "scope", "proxy", "ca_file", "ca_dir",
                             "dpop_key", "dpop_nonce", "token_endpoint_auth_method"}) {
      expect(with("\"" + std::string(name) + "\":1"),
             "member \"" + std::string(name) + "\" is not a string");
    }
    for (const char* name : {"expires_at", "granted_at", "refresh_token_expires_at", "min_validity",
                             "issued_at", "failures", "next_attempt_at"}) {
      expect(with("\"" + std::string(name) + "\":\"soon\""),
             "member \"" + std::string(name) + "\" is not a whole number");
    }
    expect(with(R"("forced_refresh":1)"), "member \"forced_refresh\" is not true or false");
    expect(with(R"("token_endpoint_auth_method":"mtls")"),
           "member \"token_endpoint_auth_method\" is not known");
  }

  void writes_a_token_that_holds_anything() {
    Record record = sample_record();
    const std::string_view odd("\0\x01\"\\\r\n\x7f j\xc3\xb6", 12);
    record.refresh_token = Secret::copy_of(odd);
    const auto read = parse_record(text_of(record), "f");
    CPPUNIT_ASSERT(read);
    CPPUNIT_ASSERT(read->refresh_token.reveal() == odd);
  }

  void holds_two_of_the_longest_tokens_and_a_verdict() {
    Record record = sample_record();
    const std::string longest(bounds::max_token_bytes, '"');
    record.access_token = Secret::copy_of(longest);
    record.refresh_token = Secret::copy_of(longest);
    record.verdict = Verdict{ErrorKind::refused, "x", std::string(1000, 'x'), sample_now,
                             Secret::copy_of(longest)};
    record.client.scope = std::string(bounds::max_setting_bytes, 's');
    CPPUNIT_ASSERT_EQUAL(std::string("success"),
                         sentence_of(check_size(write_record(record), "f")));
  }

  void will_not_save_what_it_could_not_read() {
    CPPUNIT_ASSERT(check_size(Secret::copy_of(std::string(bounds::max_record_bytes, 'x')), "f"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("no_access: f would get longer than 131072 bytes; remove what is not needed "
                    "from it"),
        sentence_of(
            check_size(Secret::copy_of(std::string(bounds::max_record_bytes + 1, 'x')), "f")));
  }

 private:
  static void expect(const std::string& text, const std::string& what) {
    CPPUNIT_ASSERT_EQUAL("bad_config: /x/f.json: " + what + remedy,
                         sentence_of(parse_record(text, "/x/f.json")));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RecordJsonTest);

}  // namespace
}  // namespace oauth
