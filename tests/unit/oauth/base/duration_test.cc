// SPDX-License-Identifier: MIT
#include "oauth/base/duration.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

class DurationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DurationTest);
  CPPUNIT_TEST(reads_each_unit);
  CPPUNIT_TEST(reads_eight_digits);
  CPPUNIT_TEST(refuses_anything_else);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_each_unit() {
    CPPUNIT_ASSERT(parse_duration("90s") == std::chrono::seconds(90));
    CPPUNIT_ASSERT(parse_duration("10m") == std::chrono::minutes(10));
    CPPUNIT_ASSERT(parse_duration("1h") == std::chrono::hours(1));
    CPPUNIT_ASSERT(parse_duration("7d") == std::chrono::hours(7 * 24));
    CPPUNIT_ASSERT(parse_duration("0s") == std::chrono::seconds(0));
  }

  void reads_eight_digits() {
    CPPUNIT_ASSERT(parse_duration("99999999s") == std::chrono::seconds(99999999));
    CPPUNIT_ASSERT(!parse_duration("100000000s"));
  }

  void refuses_anything_else() {
    for (const char* text : {"", "s", "90", "90S", "1.5h", "-1s", "+1s", " 1s", "1 s", "1w"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !parse_duration(text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DurationTest);

}  // namespace
}  // namespace oauth
