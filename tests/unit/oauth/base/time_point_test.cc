// SPDX-License-Identifier: MIT
#include "oauth/base/time_point.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <string>

namespace oauth {
namespace {

class TimePointTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TimePointTest);
  CPPUNIT_TEST(formats_in_utc_whatever_the_zone);
  CPPUNIT_TEST(formats_times_beyond_2038);
  CPPUNIT_TEST(formats_what_no_calendar_holds);
  CPPUNIT_TEST(counts_seconds_since_1970);
  CPPUNIT_TEST_SUITE_END();

 public:
  void formats_in_utc_whatever_the_zone() {
    const char* zone = std::getenv("TZ");
    const std::string before = zone ? zone : "";
    setenv("TZ", "EST5EDT", 1);
    const std::string text = format_utc(from_unix(1445412480));
    zone ? setenv("TZ", before.c_str(), 1) : unsetenv("TZ");
    CPPUNIT_ASSERT_EQUAL(std::string("2015-10-21 07:28:00 UTC"), text);
    CPPUNIT_ASSERT_EQUAL(std::string("1970-01-01 00:00:00 UTC"), format_utc(TimePoint()));
  }

  void formats_times_beyond_2038() {
    CPPUNIT_ASSERT_EQUAL(std::string("2038-01-19 03:14:08 UTC"), format_utc(from_unix(2147483648)));
    CPPUNIT_ASSERT_EQUAL(std::string("9999-12-31 23:59:59 UTC"),
                         format_utc(from_unix(253402300799)));
  }

  void formats_what_no_calendar_holds() {
    CPPUNIT_ASSERT_EQUAL(std::string("9223372036854775807 s after 1970"),
                         format_utc(TimePoint::max()));
  }

  void counts_seconds_since_1970() {
    CPPUNIT_ASSERT_EQUAL(std::int64_t{784111777}, to_unix(from_unix(784111777)));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, to_unix(TimePoint()));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TimePointTest);

}  // namespace
}  // namespace oauth
