// SPDX-License-Identifier: MIT
#include "oauth/os/system_clock.h"

#include <cppunit/extensions/HelperMacros.h>
#include <time.h>

namespace oauth {
namespace {

class SystemClockTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SystemClockTest);
  CPPUNIT_TEST(tells_the_systems_time_in_whole_seconds);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tells_the_systems_time_in_whole_seconds() {
    SystemClock clock;
    struct timespec before = {};
    struct timespec after = {};
    clock_gettime(CLOCK_REALTIME, &before);
    const auto now = to_unix(clock.now());
    clock_gettime(CLOCK_REALTIME, &after);
    CPPUNIT_ASSERT(before.tv_sec <= now && now <= after.tv_sec);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SystemClockTest);

}  // namespace
}  // namespace oauth
