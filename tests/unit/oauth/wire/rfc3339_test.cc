// SPDX-License-Identifier: MIT
#include "oauth/wire/rfc3339.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdint>
#include <string>

namespace oauth {
namespace {

class Rfc3339Test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(Rfc3339Test);
  CPPUNIT_TEST(reads_the_examples_of_the_rfc);
  CPPUNIT_TEST(reads_the_times_of_python_and_go);
  CPPUNIT_TEST(knows_the_length_of_each_month);
  CPPUNIT_TEST(refuses_everything_else);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_the_examples_of_the_rfc() {  // section 5.8
    expect(482196050, "1985-04-12T23:20:50.52Z");
    expect(851042397, "1996-12-19T16:39:57-08:00");
    expect(662688000, "1990-12-31T23:59:60Z");
    expect(662688000, "1990-12-31T15:59:60-08:00");
    expect(-1041337173, "1937-01-01T12:00:27.87+00:20");
  }

  void reads_the_times_of_python_and_go() {
    expect(1767322984, "2026-01-02T03:03:04.678901Z");
    expect(1767323045, "2026-01-02T04:04:05.678+01:00");
    expect(-62135596800, "0001-01-01T00:00:00Z");
    expect(253402300799, "9999-12-31T23:59:59z");
    expect(0, "1970-01-01 00:00:00Z");
  }

  void knows_the_length_of_each_month() {
    expect(951782400, "2000-02-29T00:00:00Z");
    expect(1709164800, "2024-02-29T00:00:00Z");
    for (const char* text :
         {"1900-02-29T00:00:00Z", "2023-02-29T00:00:00Z", "2023-04-31T00:00:00Z"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !parse_rfc3339(text));
    }
  }

  void refuses_everything_else() {
    for (const char* text :
         {"", "2026", "2026-01-02", "2026-01-02T03:04:05", "2026-01-02T03:04:05.Z",
          "2026-01-02T03:04:05Z ", "2026-13-02T03:04:05Z", "2026-00-02T03:04:05Z",
          "2026-01-00T03:04:05Z", "2026-01-02T24:04:05Z", "2026-01-02T03:60:05Z",
          "2026-01-02T03:04:61Z", "2026-01-02T03:04:05+24:00", "2026-01-02T03:04:05+0100",
          "-026-01-02T03:04:05Z", "+026-01-02T03:04:05Z", "2026-1-2T03:04:05Z",
          "0000-01-01T00:00:00Z", "2026-01-02T03:04:05.5"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !parse_rfc3339(text));
    }
  }

 private:
  static void expect(std::int64_t unix_seconds, const char* text) {
    const auto at = parse_rfc3339(text);
    CPPUNIT_ASSERT_MESSAGE(text, at);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(text, unix_seconds, to_unix(*at));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(Rfc3339Test);

}  // namespace
}  // namespace oauth
