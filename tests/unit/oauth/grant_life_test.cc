// SPDX-License-Identifier: MIT
#include "oauth/grant_life.h"

#include <cppunit/extensions/HelperMacros.h>

#include <chrono>
#include <string>

#include "tests/support/sample_record.h"

namespace oauth {
namespace {

using std::chrono::hours;

constexpr hours day(24);
constexpr GrantLimits google{day * 180, day * 7};

// Signed in now, with no end that is known of.
Record fresh_record() {
  Record record = sample_record();
  record.granted_at = record.renewed_at = record.issued_at = sample_now;
  return record;
}

Record ending(seconds life) {
  Record record = fresh_record();
  record.refresh_expires_at = sample_now + life;
  record.refresh_expiry_told_at = sample_now;
  return record;
}

Record dead(seconds lived, const char* code = "invalid_grant") {
  Record record = fresh_record();
  record.verdict = Verdict{ErrorKind::consent_needed, code, "no", sample_now + lived,
                           record.refresh_token.clone()};
  return record;
}

// Returns the causes of the warnings, and no more.
std::string near(const Record& record, const GrantLimits& limits, seconds after) {
  std::string causes;
  for (const GrantEnd& end : near_ends_of(record, limits, sample_now + after)) {
    causes += (causes.empty() ? "" : " ") + std::string(cause_name(end.cause));
  }
  return causes;
}

class GrantLifeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(GrantLifeTest);
  CPPUNIT_TEST(assumes_nothing_where_nothing_is_known);
  CPPUNIT_TEST(warns_when_four_fifths_of_a_told_life_are_gone);
  CPPUNIT_TEST(counts_an_end_that_moves_on_from_the_last_refresh);
  CPPUNIT_TEST(warns_two_days_before_an_end_of_unknown_start);
  CPPUNIT_TEST(takes_seven_days_for_a_client_in_testing);
  CPPUNIT_TEST(warns_from_the_fifth_day_on_after_one_death);
  CPPUNIT_TEST(forgets_the_death_once_the_grant_is_renewed_beyond_it);
  CPPUNIT_TEST(warns_when_a_token_is_not_used);
  CPPUNIT_TEST(warns_a_month_before_the_clients_secret_ends);
  CPPUNIT_TEST(knows_no_refresh_tokens_end_of_a_machine);
  CPPUNIT_TEST(puts_the_soonest_end_first);
  CPPUNIT_TEST(warns_as_early_as_is_wanted);
  CPPUNIT_TEST(says_what_ends_and_how_to_prevent_it);
  CPPUNIT_TEST(learns_from_a_death_after_seven_days);
  CPPUNIT_TEST(learns_nothing_from_another_death);
  CPPUNIT_TEST(unlearns_with_another_client_or_a_longer_life);
  CPPUNIT_TEST_SUITE_END();

 public:
  void assumes_nothing_where_nothing_is_known() {
    CPPUNIT_ASSERT(ends_of(fresh_record(), {}).empty());
    CPPUNIT_ASSERT(ends_of(Record(), google).empty());
  }

  void warns_when_four_fifths_of_a_told_life_are_gone() {
    const Record record = ending(day * 100);
    CPPUNIT_ASSERT_EQUAL(std::string(), near(record, {}, day * 80 - seconds(1)));
    CPPUNIT_ASSERT_EQUAL(std::string("refresh_token"), near(record, {}, day * 80));
    CPPUNIT_ASSERT_EQUAL(std::string("refresh_token"), near(record, {}, day * 101));
  }

  void counts_an_end_that_moves_on_from_the_last_refresh() {
    Record record = ending(day * 30);
    record.granted_at = sample_now - day * 400;
    CPPUNIT_ASSERT_EQUAL(std::string(), near(record, {}, day));
  }

  void warns_two_days_before_an_end_of_unknown_start() {
    Record record = ending(day * 30);
    record.granted_at = record.refresh_expiry_told_at = TimePoint();
    CPPUNIT_ASSERT_EQUAL(std::string(), near(record, {}, day * 28 - seconds(1)));
    CPPUNIT_ASSERT_EQUAL(std::string("refresh_token"), near(record, {}, day * 28));
  }

  void takes_seven_days_for_a_client_in_testing() {
    const Record record = ending(seconds(604799));
    CPPUNIT_ASSERT_EQUAL(std::string(), near(record, google, day * 5 - seconds(2)));
    CPPUNIT_ASSERT_EQUAL(std::string("testing"), near(record, google, day * 5));
    CPPUNIT_ASSERT_EQUAL(std::string("refresh_token"), near(record, {}, day * 6));
  }

  void warns_from_the_fifth_day_on_after_one_death() {
    Record record = fresh_record();
    record.grant_lifetime = day * 7;
    CPPUNIT_ASSERT_EQUAL(std::string(), near(record, google, day * 5 - seconds(1)));
    CPPUNIT_ASSERT_EQUAL(std::string("testing"), near(record, google, day * 5));
    CPPUNIT_ASSERT_EQUAL(std::string("experience"), near(record, {}, day * 5));
  }

  void forgets_the_death_once_the_grant_is_renewed_beyond_it() {
    Record record = fresh_record();
    record.grant_lifetime = day * 7;
    record.renewed_at = sample_now + day * 8;
    CPPUNIT_ASSERT_EQUAL(std::string(), near(record, google, day * 8));
  }

  void warns_when_a_token_is_not_used() {
    const GrantLimits microsoft{day * 90, seconds(0)};
    CPPUNIT_ASSERT_EQUAL(std::string(), near(fresh_record(), microsoft, day * 72 - seconds(1)));
    CPPUNIT_ASSERT_EQUAL(std::string("idle"), near(fresh_record(), microsoft, day * 72));
    CPPUNIT_ASSERT(ends_of(fresh_record(), microsoft).at(0).at == sample_now + day * 90);
  }

  void warns_a_month_before_the_clients_secret_ends() {
    Record record = fresh_record();
    record.client.expires_at = sample_now + day * 100;
    CPPUNIT_ASSERT_EQUAL(std::string(), near(record, {}, day * 70 - seconds(1)));
    CPPUNIT_ASSERT_EQUAL(std::string("client"), near(record, {}, day * 70));
    record.client.client_secret = Secret();
    CPPUNIT_ASSERT_EQUAL(std::string(), near(record, {}, day * 70));
  }

  void knows_no_refresh_tokens_end_of_a_machine() {
    Record record = ending(day);
    record.grant = GrantType::client_credentials;
    record.client.expires_at = sample_now + day;
    CPPUNIT_ASSERT_EQUAL(std::string("client"), near(record, google, day));
  }

  void puts_the_soonest_end_first() {
    Record record = ending(day * 7);
    record.client.expires_at = sample_now + day * 6;
    CPPUNIT_ASSERT_EQUAL(std::string("client testing idle"), near(record, google, day * 170));
  }

  void warns_as_early_as_is_wanted() {
    const Record record = ending(day * 100);
    CPPUNIT_ASSERT(near_ends_of(record, {}, sample_now + day * 90, hours(239)).empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1},
                         near_ends_of(record, {}, sample_now + day * 90, hours(240)).size());
  }

  void says_what_ends_and_how_to_prevent_it() {
    Record record = fresh_record();
    const TimePoint at = from_unix(1796342400);  // 2026-12-04
    const struct {
      GrantEnd end;
      const char* sentence;
      const char* remedy;
    } cases[] = {
        {{EndCause::refresh_token, at, at, seconds(0)},
         "the refresh token ends on 2026-12-04, as the server said when it was given",
         "sasl-oauth login user@example.com"},
        {{EndCause::testing, at, at, day * 7},
         "the grant ends on 2026-12-04: the client is in \"Testing\", where each lives 7 days;"
         " publish the app (\"In production\") at the provider, and then sign in again",
         "sasl-oauth login user@example.com"},
        {{EndCause::experience, at, at, day * 7},
         "the grant probably ends on 2026-12-04: the one before lived but 7 days; sign in again"
         " before",
         "sasl-oauth login user@example.com"},
        {{EndCause::idle, at, at, day * 90},
         "the refresh token ends on 2026-12-04 unless it is used: it has not been for 80 days",
         "sasl-oauth refresh user@example.com"},
        {{EndCause::client, at, at, seconds(0)},
         "the client's secret ends on 2026-12-04; get a new one at the provider and put it into"
         " the configuration",
         "sasl-oauth refresh user@example.com"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.sentence),
                           sentence_on(each.end, record, at - day * 10));
      CPPUNIT_ASSERT_EQUAL(std::string(each.remedy), remedy_for(each.end, record));
    }
    CPPUNIT_ASSERT_EQUAL(
        std::string("the refresh token ended on 2026-12-04, as the server said when it was given"),
        sentence_on(cases[0].end, record, at));
    record.client.certificate = "PEM";
    CPPUNIT_ASSERT(sentence_on(cases[4].end, record, at).find("the client's certificate") == 0);
  }

  void learns_from_a_death_after_seven_days() {
    for (const hours lived : {hours(7 * 24), hours(7 * 24 + 23)}) {
      CPPUNIT_ASSERT(learned_lifetime(dead(lived), fresh_record()) == day * 7);
    }
  }

  void learns_nothing_from_another_death() {
    for (const hours lived : {hours(7 * 24 - 1), hours(8 * 24), hours(1)}) {
      CPPUNIT_ASSERT(learned_lifetime(dead(lived), fresh_record()) == seconds(0));
    }
    CPPUNIT_ASSERT(learned_lifetime(dead(day * 7, "login_required"), fresh_record()) == seconds(0));
    Record unknown = dead(day * 7);
    unknown.granted_at = TimePoint();
    CPPUNIT_ASSERT(learned_lifetime(unknown, fresh_record()) == seconds(0));
    CPPUNIT_ASSERT(learned_lifetime(fresh_record(), fresh_record()) == seconds(0));
  }

  void unlearns_with_another_client_or_a_longer_life() {
    Record before = fresh_record();
    before.grant_lifetime = day * 7;
    CPPUNIT_ASSERT(learned_lifetime(before, fresh_record()) == day * 7);
    Record other = fresh_record();
    other.client.client_id = "another";
    CPPUNIT_ASSERT(learned_lifetime(before, other) == seconds(0));
    before.renewed_at = sample_now + day * 9;
    CPPUNIT_ASSERT(learned_lifetime(before, fresh_record()) == seconds(0));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GrantLifeTest);

}  // namespace
}  // namespace oauth
