// SPDX-License-Identifier: MIT
#include "oauth/store/foreign_json.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sample_record.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char remedy[] = "; mend the file, or sign in again: sasl-oauth login";

// All keys of sasl-xoauth2 0.27, numbers as strings as its plugin writes them.
constexpr char full_file[] = R"({
  "access_token": "ya29.a",
  "refresh_token": "1//r",
  "expiry": "1700003600",
  "user": "a@example.com",
  "client_id": "file-id",
  "client_secret": "file-secret",
  "token_endpoint": "https://file.example/token",
  "proxy": "http://file.example:3128",
  "ca_bundle_file": "/file/ca.pem",
  "ca_certs_dir": "/file/certs",
  "refresh_window": "600",
  "note": [1, {"kept": 1.50}]
}
)";

constexpr char conf[] = R"({
  // as distributed, with a comment
  "client_id": "conf-id",
  "client_secret": "conf-secret",
  "token_endpoint": "https://conf.example/token",
  "proxy": "http://conf.example:3128",
  "ca_bundle_file": "/conf/ca.pem",
  "ca_certs_dir": "/conf/certs",
  "refresh_window": 20,
  "always_log_to_syslog": "no",
  "log_to_syslog_on_failure": "yes",
  "log_full_trace_on_failure": "no"
}
)";

Result<Record> parse(std::string_view text, std::string_view defaults = {}) {
  return parse_foreign(text, "/t/token", defaults, "/etc/sasl-xoauth2.conf");
}

std::string client_of(const Record& record) {
  return record.client.client_id + " " + std::string(record.client.client_secret.reveal()) + " " +
         record.client.token_endpoint + " " + record.network.proxy + " " + record.network.ca_file +
         " " + record.network.ca_dir + " " +
         (record.min_validity ? std::to_string(record.min_validity->count()) : "-");
}

std::string rewritten(std::string_view text, const Record& record) {
  const auto file = rewrite_foreign(text, "/t/token", record);
  CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(file));
  return std::string(file->reveal());
}

class ForeignJsonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignJsonTest);
  CPPUNIT_TEST(reads_tokens_and_overrides);
  CPPUNIT_TEST(takes_what_is_missing_from_the_configuration);
  CPPUNIT_TEST(lets_an_empty_override_stand);
  CPPUNIT_TEST(asks_google_where_nobody_names_an_endpoint);
  CPPUNIT_TEST(reads_an_expiry_of_either_type);
  CPPUNIT_TEST(needs_a_token_of_either_kind);
  CPPUNIT_TEST(trusts_a_lone_access_token_until_its_end);
  CPPUNIT_TEST(says_which_file_is_wrong_and_how);
  CPPUNIT_TEST(rewrites_the_tokens_and_keeps_all_else_in_its_place);
  CPPUNIT_TEST(adds_the_members_that_were_missing);
  CPPUNIT_TEST(takes_the_expiry_of_a_refused_token);
  CPPUNIT_TEST(remembers_a_verdict_for_the_refused_refresh_token_alone);
  CPPUNIT_TEST(forgets_a_refusal_once_another_program_has_refreshed);
  CPPUNIT_TEST(drops_its_own_member_when_it_has_nothing_to_say);
  CPPUNIT_TEST(complains_of_its_own_member);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_tokens_and_overrides() {
    const auto record = parse(full_file, conf);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(record));
    CPPUNIT_ASSERT(record->access_token.reveal() == "ya29.a");
    CPPUNIT_ASSERT(record->refresh_token.reveal() == "1//r");
    CPPUNIT_ASSERT(record->expires_at == from_unix(1700003600));
    CPPUNIT_ASSERT_EQUAL(std::string("a@example.com"), record->user);
    CPPUNIT_ASSERT_EQUAL(std::string("file-id file-secret https://file.example/token "
                                     "http://file.example:3128 /file/ca.pem /file/certs 600"),
                         client_of(*record));
    CPPUNIT_ASSERT(record->client.authentication == ClientAuthentication::client_secret_post);
  }

  void takes_what_is_missing_from_the_configuration() {
    const auto record = parse(R"({"refresh_token":"r","client_id":"file-id"})", conf);
    CPPUNIT_ASSERT_EQUAL(std::string("file-id conf-secret https://conf.example/token "
                                     "http://conf.example:3128 /conf/ca.pem /conf/certs 20"),
                         client_of(*record));
  }

  void lets_an_empty_override_stand() {
    const auto record =
        parse(R"({"refresh_token":"r","client_secret":"","proxy":"","ca_bundle_file":""})", conf);
    CPPUNIT_ASSERT_EQUAL(std::string("conf-id  https://conf.example/token   /conf/certs 20"),
                         client_of(*record));
  }

  void asks_google_where_nobody_names_an_endpoint() {
    for (const char* defaults : {"", "{}"}) {
      const auto record = parse(R"({"refresh_token":"r"})", defaults);
      CPPUNIT_ASSERT_EQUAL(std::string("https://accounts.google.com/o/oauth2/token"),
                           record->client.token_endpoint);
    }
  }

  void reads_an_expiry_of_either_type() {
    const struct {
      const char* member;
      std::int64_t time;
    } cases[] = {{R"("expiry":"1700003600")", 1700003600},
                 {R"("expiry":1700003600)", 1700003600},
                 {R"("expiry":0)", 0},
                 {R"("expiry":"0")", 0},
                 {R"("expiry":-1)", 0},
                 {R"("expiry":"4102444800")", 4102444800}};  // beyond 2038
    for (const auto& each : cases) {
      const auto record = parse(R"({"refresh_token":"r",)" + std::string(each.member) + "}");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.member, each.time, to_unix(record->expires_at));
    }
    CPPUNIT_ASSERT(parse(R"({"refresh_token":"r"})")->expires_at == TimePoint());
  }

  void needs_a_token_of_either_kind() {
    for (const char* text : {"{}", R"({"client_id":"x"})", R"({"refresh_token":""})",
                             R"({"access_token":"","refresh_token":""})"}) {
      CPPUNIT_ASSERT_EQUAL(
          std::string("bad_config: /t/token: member \"refresh_token\" is missing") + remedy,
          sentence_of(parse(text)));
    }
  }

  void trusts_a_lone_access_token_until_its_end() {
    CPPUNIT_ASSERT(parse(R"({"access_token":"a"})")->expires_at == TimePoint::max());
    CPPUNIT_ASSERT(parse(R"({"access_token":"a","expiry":"17"})")->expires_at == from_unix(17));
    CPPUNIT_ASSERT(parse(R"({"access_token":"a","refresh_token":"r"})")->expires_at == TimePoint());
  }

  void says_which_file_is_wrong_and_how() {
    const struct {
      const char* text;
      const char* defaults;
      const char* what;
    } cases[] = {
        {"{", "", "/t/token: is not a JSON object: syntax error at byte 2"},
        {R"({"refresh_token":"a","refresh_token":"b"})", "",
         "/t/token: member \"refresh_token\" stands twice"},
        {R"({"refresh_token":1})", "", "/t/token: member \"refresh_token\" is not a string"},
        {R"({"refresh_token":"r","expiry":"soon"})", "",
         "/t/token: member \"expiry\" is not a whole number"},
        {R"({"refresh_token":"r"})", "{",
         "/etc/sasl-xoauth2.conf: is not a JSON object: syntax error at byte 2"},
        {R"({"refresh_token":"r"})", R"({"client_id":7})",
         "/etc/sasl-xoauth2.conf: member \"client_id\" is not a string"},
        {R"({"refresh_token":"r"})", R"({"refresh_window":"x"})",
         "/etc/sasl-xoauth2.conf: member \"refresh_window\" is not a whole number"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string("bad_config: ") + each.what + remedy,
                           sentence_of(parse(each.text, each.defaults)));
    }
  }

  void rewrites_the_tokens_and_keeps_all_else_in_its_place() {
    auto record = parse(full_file, conf);
    record->access_token = Secret::copy_of("new");
    record->refresh_token = Secret::copy_of("rotated");
    record->expires_at = from_unix(1700009999);
    std::string expected = full_file;
    replace(expected, "ya29.a", "new");
    replace(expected, "1//r", "rotated");
    replace(expected, "1700003600", "1700009999");
    replace(expected, R"([1, {"kept": 1.50}])", R"([1,{"kept":1.50}])");
    CPPUNIT_ASSERT_EQUAL(expected, rewritten(full_file, *record));
  }

  void adds_the_members_that_were_missing() {
    auto record = parse(R"({"refresh_token":"r","user":"u"})");
    record->access_token = Secret::copy_of("new");
    record->issued_at = from_unix(17);
    record->expires_at = from_unix(3617);
    CPPUNIT_ASSERT_EQUAL(std::string("{\n  \"refresh_token\": \"r\",\n  \"user\": \"u\",\n"
                                     "  \"access_token\": \"new\",\n  \"expiry\": \"3617\",\n"
                                     "  \"sasl-oauth\": {\"issued_at\": 17}\n}\n"),
                         rewritten(R"({"refresh_token":"r","user":"u"})", *record));
  }

  void takes_the_expiry_of_a_refused_token() {
    auto record = parse(full_file);
    record->expires_at = TimePoint();
    record->was_refused = true;
    const std::string text = rewritten(full_file, *record);
    CPPUNIT_ASSERT(text.find("\"expiry\": \"0\"") != std::string::npos);
    const auto read = parse(text);
    CPPUNIT_ASSERT(read->was_refused);
    CPPUNIT_ASSERT(read->access_token.reveal() == "ya29.a");
  }

  void remembers_a_verdict_for_the_refused_refresh_token_alone() {
    auto record = parse(full_file);
    record->verdict = Verdict{ErrorKind::consent_needed, "invalid_grant", "revoked", sample_now,
                              Secret::copy_of("1//r")};
    std::string text = rewritten(full_file, *record);
    const auto read = parse(text);
    CPPUNIT_ASSERT(read->verdict);
    CPPUNIT_ASSERT_EQUAL(std::string("revoked"), read->verdict->reason);
    replace(text, "\"refresh_token\": \"1//r\"", "\"refresh_token\": \"another\"");
    CPPUNIT_ASSERT(!parse(text)->verdict);
  }

  // Or its refusal would not be noted: it would be taken for noted already.
  void forgets_a_refusal_once_another_program_has_refreshed() {
    const auto record = parse(R"({"refresh_token":"r","access_token":"theirs",)"
                              R"("expiry":"1700003600","sasl-oauth":{"was_refused":true}})");
    CPPUNIT_ASSERT(!record->was_refused);
  }

  void drops_its_own_member_when_it_has_nothing_to_say() {
    const char text[] = R"({"sasl-oauth":{"failures":2},"refresh_token":"r"})";
    auto record = parse(text);
    CPPUNIT_ASSERT_EQUAL(2u, record->failures);
    record->failures = 0;
    CPPUNIT_ASSERT(rewritten(text, *record).find("sasl-oauth") == std::string::npos);
    record->failures = 3;
    const std::string kept = rewritten(text, *record);
    CPPUNIT_ASSERT_EQUAL(std::string("{\n  \"sasl-oauth\": {\"failures\": 3},\n"),
                         kept.substr(0, kept.find("  \"refresh")));
  }

  void complains_of_its_own_member() {
    for (const char* member : {"1", "null", "[]", "\"x\"", R"({"failures":"x"})",
                               R"({"verdict":1})", R"({"failures":1,"failures":1})"}) {
      const std::string text = R"({"refresh_token":"r","sasl-oauth":)" + std::string(member) + "}";
      CPPUNIT_ASSERT_EQUAL(
          std::string("bad_config: /t/token: member \"sasl-oauth\" is malformed") + remedy,
          sentence_of(parse(text)));
    }
  }

 private:
  static void replace(std::string& text, const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForeignJsonTest);

}  // namespace
}  // namespace oauth
