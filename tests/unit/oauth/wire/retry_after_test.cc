// SPDX-License-Identifier: MIT
#include "oauth/wire/retry_after.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

// Seconds that `text` asks to wait at `now`.
long long wait_of(std::string_view text, std::int64_t now) {
  return parse_retry_after(text, from_unix(now)).count();
}

class RetryAfterTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RetryAfterTest);
  CPPUNIT_TEST(reads_seconds);
  CPPUNIT_TEST(reads_the_three_forms_of_a_date);
  CPPUNIT_TEST(reads_dates_of_every_month_and_of_leap_years);
  CPPUNIT_TEST(takes_a_two_digit_year_for_the_nearest_one);
  CPPUNIT_TEST(waits_an_hour_at_most);
  CPPUNIT_TEST(waits_not_at_all_for_a_date_gone_by);
  CPPUNIT_TEST(ignores_what_is_neither);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_seconds() {  // RFC 9110 section 10.2.3
    CPPUNIT_ASSERT_EQUAL(120LL, wait_of("120", 0));
    CPPUNIT_ASSERT_EQUAL(2LL, wait_of(" 2\t", 1700000000));
    CPPUNIT_ASSERT_EQUAL(0LL, wait_of("0", 1700000000));
  }

  void reads_the_three_forms_of_a_date() {  // RFC 9110 section 5.6.7
    CPPUNIT_ASSERT_EQUAL(100LL, wait_of("Wed, 21 Oct 2015 07:28:00 GMT", 1445412480 - 100));
    for (const char* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, 90LL, wait_of(text, 784111777 - 90));
    }
  }

  // The instants are those of date -u -d '...' +%s.
  void reads_dates_of_every_month_and_of_leap_years() {
    const struct {
      const char* text;
      std::int64_t time;
    } cases[] = {{"Thu, 01 Jan 1970 00:00:30 GMT", 30},
                 {"Mon, 28 Feb 2000 23:59:59 GMT", 951782399},
                 {"Tue, 29 Feb 2000 00:00:00 GMT", 951782400},
                 {"Wed, 01 Mar 2000 00:00:00 GMT", 951868800},
                 {"Sun, 31 Dec 2023 23:59:59 GMT", 1704067199},
                 {"Thu, 29 Feb 2024 12:00:00 GMT", 1709208000},
                 {"Sun, 01 Mar 2026 00:00:00 GMT", 1772323200},
                 {"Mon, 01 Mar 2100 00:00:00 GMT", 4107542400},
                 {"Wed, 15 Apr 2026 01:02:03 GMT", 1776214923},
                 {"Sat, 30 May 2026 01:02:03 GMT", 1780102923},
                 {"Mon, 15 Jun 2026 01:02:03 GMT", 1781485323},
                 {"Wed, 15 Jul 2026 01:02:03 GMT", 1784077323},
                 {"Sat, 15 Aug 2026 01:02:03 GMT", 1786755723},
                 {"Tue, 15 Sep 2026 01:02:03 GMT", 1789434123}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.text, 30LL, wait_of(each.text, each.time - 30));
    }
  }

  // RFC 9110 section 5.6.7: more than 50 years in the future is the most recent past year.
  void takes_a_two_digit_year_for_the_nearest_one() {
    CPPUNIT_ASSERT_EQUAL(60LL, wait_of("Sunday, 01-Mar-26 00:00:00 GMT", 1772323200 - 60));
    CPPUNIT_ASSERT_EQUAL(0LL, wait_of("Sunday, 06-Nov-94 08:49:37 GMT", 1772323200));
  }

  void waits_an_hour_at_most() {
    for (const char* text : {"3600", "3601", "604800", "99999999999", "9223372036854775807",
                             "99999999999999999999", "Wed, 21 Oct 2099 07:28:00 GMT"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, 3600LL, wait_of(text, 1700000000));
    }
  }

  void waits_not_at_all_for_a_date_gone_by() {
    CPPUNIT_ASSERT_EQUAL(0LL, wait_of("Wed, 21 Oct 2015 07:28:00 GMT", 1445412480));
    CPPUNIT_ASSERT_EQUAL(0LL, wait_of("Wed, 21 Oct 2015 07:28:00 GMT", 1700000000));
  }

  void ignores_what_is_neither() {
    for (const char* text :
         {"", " ", "-1", "-9223372036854775808", "soon", "1.5", "2 s", "+5", "Wed, 21 Oct 2099",
          "Wed, 21 Foo 2099 07:28:00 GMT", "Wed, 32 Oct 2099 07:28:00 GMT",
          "Wed, 21 Oct 2099 24:28:00 GMT", "Wed, 21 Oct 2099 07:60:00 GMT",
          "Wed, 21 Oct 2099 07:28:00 CET", "Wed, 21 Oct 2099 07:28:00 GMT x", "Wed Oct 21 07:28:00",
          ",,,,", "::::", "Wed"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, 0LL, wait_of(text, 1700000000));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RetryAfterTest);

}  // namespace
}  // namespace oauth
