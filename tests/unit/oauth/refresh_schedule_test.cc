// SPDX-License-Identifier: MIT
#include "oauth/refresh_schedule.h"

#include <cppunit/extensions/HelperMacros.h>

#include <chrono>
#include <string>

#include "oauth/refresh_policy.h"
#include "tests/support/sample_record.h"

namespace oauth {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// A token that was got now.
Record record_of(seconds life) {
  Record record = sample_record();
  record.issued_at = record.renewed_at = sample_now;
  record.expires_at = sample_now + life;
  return record;
}

RefreshSchedule schedule_of(double jitter = 0) {
  return {minutes(5), hours(24), jitter};
}

class RefreshScheduleTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RefreshScheduleTest);
  CPPUNIT_TEST(comes_before_a_login_would_have_to);
  CPPUNIT_TEST(leaves_a_tenth_of_a_long_life);
  CPPUNIT_TEST(never_comes_in_the_first_half_of_a_short_life);
  CPPUNIT_TEST(comes_at_least_as_often_as_is_wanted);
  CPPUNIT_TEST(brings_it_forward_by_chance);
  CPPUNIT_TEST(comes_at_once_without_a_token);
  CPPUNIT_TEST(trusts_no_token_from_the_future);
  CPPUNIT_TEST(does_it_when_the_machine_wakes_up_late);
  CPPUNIT_TEST_SUITE_END();

 public:
  void comes_before_a_login_would_have_to() {
    const Record record = record_of(hours(1));
    CPPUNIT_ASSERT(due_at(record, schedule_of()) == sample_now + minutes(50));
    CPPUNIT_ASSERT(!is_due(record, schedule_of(), sample_now + minutes(50) - seconds(1)));
    CPPUNIT_ASSERT(is_due(record, schedule_of(), sample_now + minutes(50)));
  }

  void leaves_a_tenth_of_a_long_life() {
    CPPUNIT_ASSERT(due_at(record_of(hours(10)), schedule_of()) == sample_now + hours(9));
  }

  void never_comes_in_the_first_half_of_a_short_life() {
    for (const double jitter : {0.0, 1.0}) {
      CPPUNIT_ASSERT(due_at(record_of(minutes(10)), schedule_of(jitter)) ==
                     sample_now + minutes(5));
    }
  }

  void comes_at_least_as_often_as_is_wanted() {
    CPPUNIT_ASSERT(due_at(record_of(hours(24 * 60)), schedule_of()) == sample_now + hours(24));
  }

  void brings_it_forward_by_chance() {
    CPPUNIT_ASSERT(due_at(record_of(hours(1)), schedule_of(1)) ==
                   sample_now + minutes(50) - seconds(150));
    CPPUNIT_ASSERT(due_at(record_of(hours(24 * 60)), schedule_of(1)) ==
                   sample_now + hours(24) - minutes(144));
  }

  void comes_at_once_without_a_token() {
    Record none = record_of(hours(1));
    none.access_token = Secret();
    CPPUNIT_ASSERT(is_due(none, schedule_of(), sample_now));
    Record refused = record_of(hours(1));
    apply_refusal(refused, sample_now);
    CPPUNIT_ASSERT(is_due(refused, schedule_of(), sample_now));
  }

  void trusts_no_token_from_the_future() {
    const Record record = record_of(hours(1));
    CPPUNIT_ASSERT(is_due(record, schedule_of(), sample_now - hours(1)));
    CPPUNIT_ASSERT(!is_due(record, schedule_of(), sample_now - seconds(30)));
  }

  void does_it_when_the_machine_wakes_up_late() {
    CPPUNIT_ASSERT(is_due(record_of(hours(1)), schedule_of(), sample_now + hours(24 * 30)));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RefreshScheduleTest);

}  // namespace
}  // namespace oauth
