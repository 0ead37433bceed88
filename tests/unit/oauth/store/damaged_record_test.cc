// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

#include "oauth/store/foreign_json.h"
#include "oauth/store/record_json.h"
#include "tests/support/damaged_texts.h"
#include "tests/support/sample_record.h"

namespace oauth {
namespace {

// A word that no sentence may repeat stands wherever a secret does.
constexpr char secret[] = "canary";

Record whole_record() {
  Record record = sample_record();
  record.user = "shared@example.com";
  record.access_token = Secret::copy_of("canary-access");
  record.refresh_token = Secret::copy_of("canary-refresh");
  record.client.client_secret = Secret::copy_of("canary-client");
  record.dpop_key = Secret::copy_of("canary-key");
  record.network.proxy = "none";
  record.min_validity = seconds(600);
  record.failures = 3;
  record.was_refused = true;
  record.verdict = Verdict{ErrorKind::refused, "invalid_grant", "expired", sample_now,
                           Secret::copy_of("canary-refresh")};
  record.unknown.emplace_back("later", Secret::copy_of(R"({"a":[1,null]})"));
  return record;
}

std::string text_of(const Record& record) { return std::string(write_record(record).reveal()); }

std::string text_of_foreign() {
  return R"({
  "access_token": "canary-access",
  "refresh_token": "canary-refresh",
  "expiry": "1700003600",
  "user": "shared@example.com",
  "client_id": "id",
  "client_secret": "canary-client",
  "token_endpoint": "https://oauth2.example.com/token",
  "sasl-oauth": {"issued_at": 1700000000, "failures": 3},
  "note": "kept"
}
)";
}

// What the file says of the next request, apart from what we remember there.
std::vector<std::string> settings_of(const Record& record) {
  return {record.user,
          std::string(record.access_token.reveal()),
          std::string(record.refresh_token.reveal()),
          std::to_string(to_unix(record.expires_at)),
          record.client.client_id,
          std::string(record.client.client_secret.reveal()),
          record.client.token_endpoint,
          record.network.proxy + record.network.ca_file + record.network.ca_dir};
}

class DamagedRecordTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DamagedRecordTest);
  CPPUNIT_TEST(takes_no_record_that_was_cut);
  CPPUNIT_TEST(changes_but_the_member_that_a_bit_was_flipped_in);
  CPPUNIT_TEST(takes_no_foreign_file_that_was_cut);
  CPPUNIT_TEST(changes_but_the_member_of_a_foreign_file_that_a_bit_was_flipped_in);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_no_record_that_was_cut() {
    const std::string whole = text_of(whole_record());
    cut_at_every_byte(whole, [&](const DamagedText& damaged) {
      const auto record = parse_record(damaged.text, "f");
      // But for the newline behind the last bracket.
      const bool is_whole = damaged.at == whole.size() - 1;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(damaged.where, is_whole, static_cast<bool>(record));
      if (!record) assert_explained(record.error(), damaged.where);
    });
  }

  void changes_but_the_member_that_a_bit_was_flipped_in() {
    const std::string whole = text_of(whole_record());
    int taken = 0;
    flip_every_bit(whole, [&](const DamagedText& damaged) {
      const auto record = parse_record(damaged.text, "f");
      if (!record) return assert_explained(record.error(), damaged.where);
      ++taken;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(damaged.where, std::string(),
                                   lost_line(whole, damaged, text_of(*record)));
    });
    CPPUNIT_ASSERT(taken > 100);
  }

  void takes_no_foreign_file_that_was_cut() {
    const std::string whole = text_of_foreign();
    cut_at_every_byte(whole, [&](const DamagedText& damaged) {
      const auto record = parse_foreign(damaged.text, "f", "", "d");
      const bool is_whole = damaged.at == whole.size() - 1;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(damaged.where, is_whole, static_cast<bool>(record));
      if (!record) assert_explained(record.error(), damaged.where);
    });
  }

  void changes_but_the_member_of_a_foreign_file_that_a_bit_was_flipped_in() {
    const std::string whole = text_of_foreign();
    const std::vector<std::string> before = settings_of(*parse_foreign(whole, "f", "", "d"));
    int taken = 0;
    flip_every_bit(whole, [&](const DamagedText& damaged) {
      const auto record = parse_foreign(damaged.text, "f", "", "d");
      if (!record) return assert_explained(record.error(), damaged.where);
      ++taken;
      const std::vector<std::string> after = settings_of(*record);
      std::size_t changes = 0;
      for (std::size_t i = 0; i < before.size(); ++i) changes += before[i] != after[i];
      CPPUNIT_ASSERT_MESSAGE(damaged.where, changes <= 1);
      const auto again = rewrite_foreign(damaged.text, "f", *record);
      CPPUNIT_ASSERT_MESSAGE(damaged.where, again);
      CPPUNIT_ASSERT_MESSAGE(damaged.where, parse_foreign(again->reveal(), "f", "", "d"));
    });
    CPPUNIT_ASSERT(taken > 100);
  }

 private:
  static void assert_explained(const Error& error, const std::string& where) {
    CPPUNIT_ASSERT_MESSAGE(where, error.kind == ErrorKind::bad_config);
    CPPUNIT_ASSERT_MESSAGE(where, error.message.rfind("f: ", 0) == 0);
    CPPUNIT_ASSERT_MESSAGE(where + ": " + error.message,
                           error.message.find(secret) == std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DamagedRecordTest);

}  // namespace
}  // namespace oauth
