// SPDX-License-Identifier: MIT
#include "tool/account_status.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sample_record.h"

namespace tool {
namespace {

using oauth::ErrorKind;
using oauth::Record;
using oauth::sample_now;
using oauth::seconds;

class AccountStatusTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AccountStatusTest);
  CPPUNIT_TEST(is_ok_while_the_token_lasts);
  CPPUNIT_TEST(is_due_when_it_does_not_last_or_was_refused);
  CPPUNIT_TEST(waits_after_a_transient_failure);
  CPPUNIT_TEST(needs_a_person_after_a_final_refusal_even_while_the_token_lasts);
  CPPUNIT_TEST(is_blocked_by_what_somebody_else_must_correct);
  CPPUNIT_TEST(needs_a_person_without_any_token);
  CPPUNIT_TEST(needs_nobody_where_a_machine_asks_for_itself);
  CPPUNIT_TEST(ends_soon_where_an_end_is_near);
  CPPUNIT_TEST(says_what_will_happen_next);
  CPPUNIT_TEST(ends_with_the_code_of_who_must_act_where_that_counts);
  CPPUNIT_TEST(ends_with_the_code_of_its_state);
  CPPUNIT_TEST(says_durations_as_people_do);
  CPPUNIT_TEST_SUITE_END();

 public:
  void is_ok_while_the_token_lasts() {
    const AccountStatus status = of(oauth::sample_record());
    CPPUNIT_ASSERT_EQUAL(std::string("ok"), std::string(state_name(status.state)));
    CPPUNIT_ASSERT_EQUAL(std::string(), status.reason);
    CPPUNIT_ASSERT(status.token_left == seconds(3000));
  }

  void is_due_when_it_does_not_last_or_was_refused() {
    Record record = oauth::sample_record();
    record.expires_at = sample_now + seconds(100);
    CPPUNIT_ASSERT_EQUAL(std::string("refresh_due"), std::string(state_name(of(record).state)));
    CPPUNIT_ASSERT(of(record).token_left == seconds(100));
    record.expires_at = oauth::TimePoint();
    CPPUNIT_ASSERT_EQUAL(std::string("refresh due"), std::string(state_words(of(record).state)));
    CPPUNIT_ASSERT(of(record).token_left == seconds(0));
  }

  void waits_after_a_transient_failure() {
    Record record = oauth::sample_record();
    record.failures = 2;
    record.next_attempt_at = sample_now + seconds(60);
    const AccountStatus status = of(record);
    CPPUNIT_ASSERT(status.state == AccountState::waiting);
    CPPUNIT_ASSERT(status.reason.find("2023-11-14 22:14:20 UTC") != std::string::npos);
  }

  void needs_a_person_after_a_final_refusal_even_while_the_token_lasts() {
    const AccountStatus status = of(refused(ErrorKind::consent_needed));
    CPPUNIT_ASSERT(status.state == AccountState::sign_in_needed);
    CPPUNIT_ASSERT_EQUAL(std::string("the server said no"), status.reason);
    CPPUNIT_ASSERT(status.token_left == seconds(3000));
  }

  void is_blocked_by_what_somebody_else_must_correct() {
    for (ErrorKind kind : {ErrorKind::bad_config, ErrorKind::refused}) {
      CPPUNIT_ASSERT(of(refused(kind)).state == AccountState::blocked);
    }
  }

  void needs_a_person_without_any_token() {
    Record record = oauth::sample_record();
    record.refresh_token = oauth::Secret();
    CPPUNIT_ASSERT(of(record).state == AccountState::ok);
    record.expires_at = oauth::TimePoint();
    CPPUNIT_ASSERT(of(record).state == AccountState::sign_in_needed);
    CPPUNIT_ASSERT_EQUAL(
        std::string("there is no refresh token; run: sasl-oauth login user@example.com"),
        of(record).reason);
  }

  void needs_nobody_where_a_machine_asks_for_itself() {
    Record record = oauth::sample_record();
    record.grant = oauth::GrantType::client_credentials;
    record.refresh_token = oauth::Secret();
    record.expires_at = oauth::TimePoint();
    CPPUNIT_ASSERT(of(record).state == AccountState::refresh_due);
    CPPUNIT_ASSERT_EQUAL(std::string(), of(record).reason);
  }

  void ends_soon_where_an_end_is_near() {
    Record record = oauth::sample_record();
    record.refresh_expires_at = sample_now + seconds(3600);
    const AccountStatus status = of(record);
    CPPUNIT_ASSERT(status.state == AccountState::ends_soon);
    CPPUNIT_ASSERT(status.next == NextStep::act_by);
    CPPUNIT_ASSERT(status.next_at == sample_now + seconds(3600));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, status.ends.size());
    CPPUNIT_ASSERT_EQUAL(0, exit_code_of(status.state));
    record.verdict = refused(ErrorKind::consent_needed).verdict;
    CPPUNIT_ASSERT(of(record).state == AccountState::sign_in_needed);
  }

  void says_what_will_happen_next() {
    Record record = oauth::sample_record();  // 3000 s left of 3600
    CPPUNIT_ASSERT(of(record).next == NextStep::refresh);
    CPPUNIT_ASSERT(of(record).next_at == sample_now + seconds(2700));
    CPPUNIT_ASSERT(of(record).token_life == seconds(3600));
    record.expires_at = record.issued_at + seconds(602);  // 2 s left: no login takes it
    CPPUNIT_ASSERT(of(record).next == NextStep::at_login);
    CPPUNIT_ASSERT(of(refused(ErrorKind::refused)).next == NextStep::act);
    record.failures = 1;
    record.next_attempt_at = sample_now + seconds(5);
    CPPUNIT_ASSERT(of(record).next == NextStep::retry);
    CPPUNIT_ASSERT(of(record).next_at == sample_now + seconds(5));
    Record last = oauth::sample_record();
    last.refresh_token = oauth::Secret();
    CPPUNIT_ASSERT(of(last).next == NextStep::act_by);
    CPPUNIT_ASSERT(of(last).next_at == last.expires_at);
  }

  void ends_with_the_code_of_who_must_act_where_that_counts() {
    CPPUNIT_ASSERT_EQUAL(0, exit_code_of(std::vector<oauth::GrantEnd>()));
    CPPUNIT_ASSERT_EQUAL(78, exit_code_of({{oauth::EndCause::client, {}, {}, seconds(0)}}));
    CPPUNIT_ASSERT_EQUAL(77, exit_code_of({{oauth::EndCause::client, {}, {}, seconds(0)},
                                           {oauth::EndCause::idle, {}, {}, seconds(0)}}));
  }

  void ends_with_the_code_of_its_state() {
    CPPUNIT_ASSERT_EQUAL(0, exit_code_of(AccountState::ok));
    CPPUNIT_ASSERT_EQUAL(0, exit_code_of(AccountState::ends_soon));
    CPPUNIT_ASSERT_EQUAL(0, exit_code_of(AccountState::refresh_due));
    CPPUNIT_ASSERT_EQUAL(75, exit_code_of(AccountState::waiting));
    CPPUNIT_ASSERT_EQUAL(77, exit_code_of(AccountState::sign_in_needed));
    CPPUNIT_ASSERT_EQUAL(78, exit_code_of(AccountState::blocked));
  }

  void says_durations_as_people_do() {
    const struct {
      int count;
      const char* words;
    } cases[] = {{0, "0 s"},    {119, "119 s"},   {120, "2 min"},    {7199, "119 min"},
                 {7200, "2 h"}, {172799, "47 h"}, {172800, "2 days"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.words), as_words(seconds(each.count)));
    }
  }

 private:
  static AccountStatus of(const Record& record) {
    return status_of(record, {seconds(300), {}, {}}, sample_now);
  }

  static Record refused(ErrorKind kind) {
    Record record = oauth::sample_record();
    record.verdict = oauth::Verdict{kind, "code", "the server said no", sample_now,
                                    record.refresh_token.clone()};
    return record;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AccountStatusTest);

}  // namespace
}  // namespace tool
