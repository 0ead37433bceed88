// SPDX-License-Identifier: MIT
#include "tool/countdown.h"

#include <cppunit/extensions/HelperMacros.h>

namespace tool {
namespace {

class CountdownTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CountdownTest);
  CPPUNIT_TEST(says_whom_it_waits_for_and_what_is_left);
  CPPUNIT_TEST_SUITE_END();

 public:
  void says_whom_it_waits_for_and_what_is_left() {
    CPPUNIT_ASSERT_EQUAL(std::string("Waiting for the browser ... 9:05  (Ctrl-C stops)"),
                         countdown_line("browser", std::chrono::seconds(545)));
    CPPUNIT_ASSERT_EQUAL(std::string("Waiting for the sign-in ... 60:00  (Ctrl-C stops)"),
                         countdown_line("sign-in", std::chrono::hours(1)));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CountdownTest);

}  // namespace
}  // namespace tool
