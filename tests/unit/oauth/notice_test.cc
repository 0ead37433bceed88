// SPDX-License-Identifier: MIT
#include "oauth/notice.h"

#include <cppunit/extensions/HelperMacros.h>

#include <chrono>
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/refresh_policy.h"
#include "tests/support/sample_record.h"

namespace oauth {
namespace {

using std::chrono::hours;

constexpr hours day(24);

Record dead_record() {
  Record record = sample_record();
  apply_failure(record,
                Error{ErrorKind::consent_needed, "sso answered invalid_grant", seconds(0),
                      "invalid_grant"},
                sample_now, 0);
  return record;
}

Record failing_record() {
  Record record = sample_record();
  record.expires_at = sample_now;
  record.failures = bounds::failures_to_tell;
  return record;
}

Record ending_record() {
  Record record = sample_record();
  record.refresh_expiry_told_at = sample_now - day * 90;
  record.refresh_expires_at = sample_now + day * 10;
  return record;
}

std::string kind_on(const Record& record, TimePoint now = sample_now) {
  const auto notice = notice_on(record, {}, now);
  return notice ? notice->state : "nothing";
}

class NoticeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(NoticeTest);
  CPPUNIT_TEST(has_nothing_to_say_where_all_is_well);
  CPPUNIT_TEST(tells_a_verdict_with_cause_and_command);
  CPPUNIT_TEST(tells_each_thing_once);
  CPPUNIT_TEST(tells_of_failures_when_the_token_is_over_as_well);
  CPPUNIT_TEST(tells_of_failures_again_after_a_success);
  CPPUNIT_TEST(tells_of_an_end_again_only_when_it_has_moved);
  CPPUNIT_TEST(is_silent_while_somebody_may_be_telling_it);
  CPPUNIT_TEST(tries_once_a_day_after_many_failures);
  CPPUNIT_TEST(does_not_repeat_a_verdict_that_was_asked_for_again);
  CPPUNIT_TEST_SUITE_END();

 public:
  void has_nothing_to_say_where_all_is_well() {
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), kind_on(sample_record()));
    Record other = dead_record();
    other.refresh_token = Secret::copy_of("another");
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), kind_on(other));
  }

  void tells_a_verdict_with_cause_and_command() {
    const auto notice = notice_on(dead_record(), {}, sample_now);
    CPPUNIT_ASSERT(notice->kind == NoticeKind::needs_person);
    CPPUNIT_ASSERT_EQUAL(std::string("sign_in_needed"), notice->state);
    CPPUNIT_ASSERT_EQUAL(std::string("invalid_grant"), notice->code);
    CPPUNIT_ASSERT_EQUAL(std::string("sso answered invalid_grant; a person must sign in:"
                                     " sasl-oauth login user@example.com"),
                         notice->reason);
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth login user@example.com"), notice->remedy);
    Record blocked = dead_record();
    blocked.verdict->kind = ErrorKind::bad_config;
    blocked.verdict->subcode = "AADSTS7000222";
    CPPUNIT_ASSERT_EQUAL(std::string("blocked"), kind_on(blocked));
    CPPUNIT_ASSERT_EQUAL(std::string("AADSTS7000222"), notice_on(blocked, {}, sample_now)->code);
  }

  void tells_each_thing_once() {
    for (Record (*make)() : {dead_record, failing_record, ending_record}) {
      Record record = make();
      const auto notice = notice_on(record, {}, sample_now);
      CPPUNIT_ASSERT(notice.has_value());
      note_try(record, sample_now);
      note_told(record, notice->kind, sample_now);
      CPPUNIT_ASSERT_EQUAL(0u, record.notice_tries);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(notice->state, std::string("nothing"),
                                   kind_on(record, sample_now + day));
    }
  }

  void tells_of_failures_when_the_token_is_over_as_well() {
    CPPUNIT_ASSERT_EQUAL(std::string("failing"), kind_on(failing_record()));
    Record alive = failing_record();
    alive.expires_at = sample_now + seconds(60);
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), kind_on(alive));
    Record twice = failing_record();
    twice.failures = 2;
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), kind_on(twice));
    CPPUNIT_ASSERT_EQUAL(
        std::string("no new token for user@example.com after 3 failed tries, and the old one is"
                    " over"),
        notice_on(failing_record(), {}, sample_now)->reason);
  }

  void tells_of_failures_again_after_a_success() {
    Record record = failing_record();
    note_told(record, NoticeKind::failing, sample_now);
    record.renewed_at = record.issued_at = sample_now + seconds(60);
    record.expires_at = sample_now + seconds(120);
    CPPUNIT_ASSERT_EQUAL(std::string("failing"), kind_on(record, sample_now + seconds(200)));
  }

  void tells_of_an_end_again_only_when_it_has_moved() {
    Record record = ending_record();
    note_told(record, NoticeKind::ends_soon, sample_now);
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), kind_on(record, sample_now + day * 11));
    record.refresh_expiry_told_at = sample_now + day;
    record.refresh_expires_at = sample_now + day * 101;
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), kind_on(record, sample_now + day * 80));
    CPPUNIT_ASSERT_EQUAL(std::string("ends_soon"), kind_on(record, sample_now + day * 82));
  }

  void is_silent_while_somebody_may_be_telling_it() {
    Record record = dead_record();
    note_try(record, sample_now);
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), kind_on(record, sample_now + seconds(59)));
    CPPUNIT_ASSERT_EQUAL(std::string("sign_in_needed"),
                         kind_on(record, sample_now + seconds(60)));
    CPPUNIT_ASSERT_EQUAL_MESSAGE("the clock was set back", std::string("sign_in_needed"),
                                 kind_on(record, sample_now - seconds(1)));
  }

  void tries_once_a_day_after_many_failures() {
    Record record = dead_record();
    for (unsigned i = 0; i < bounds::max_notice_tries; ++i) note_try(record, sample_now);
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), kind_on(record, sample_now + day - seconds(1)));
    CPPUNIT_ASSERT_EQUAL(std::string("sign_in_needed"), kind_on(record, sample_now + day));
  }

  void does_not_repeat_a_verdict_that_was_asked_for_again() {
    Record record = dead_record();
    note_told(record, NoticeKind::needs_person, sample_now);
    const Error again{ErrorKind::consent_needed, "again", seconds(0), "invalid_grant"};
    apply_failure(record, again, sample_now + seconds(60), 0);
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), kind_on(record, sample_now + seconds(60)));
    const Error other{ErrorKind::refused, "no", seconds(0), "access_denied"};
    apply_failure(record, other, sample_now + seconds(60), 0);
    CPPUNIT_ASSERT_EQUAL(std::string("blocked"), kind_on(record, sample_now + seconds(60)));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(NoticeTest);

}  // namespace
}  // namespace oauth
