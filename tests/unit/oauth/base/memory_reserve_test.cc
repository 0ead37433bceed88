// SPDX-License-Identifier: MIT
#include "oauth/base/memory_reserve.h"

#include <cppunit/extensions/HelperMacros.h>

namespace oauth {
namespace {

// A step for which memory is short so many times.
struct Step {
  int shortages;
  int runs = 0;

  int operator()() {
    ++runs;
    if (shortages-- > 0) throw std::bad_alloc();
    return 7;
  }
};

class MemoryReserveTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MemoryReserveTest);
  CPPUNIT_TEST(does_once_what_memory_is_there_for);
  CPPUNIT_TEST(does_once_more_what_memory_was_short_for);
  CPPUNIT_TEST(lets_a_second_shortage_pass);
  CPPUNIT_TEST(can_be_spent_once);
  CPPUNIT_TEST(is_no_use_if_it_was_not_taken);
  CPPUNIT_TEST_SUITE_END();

 public:
  void does_once_what_memory_is_there_for() {
    MemoryReserve reserve;
    Step step{0};
    CPPUNIT_ASSERT_EQUAL(7, reserve.spend_on([&] { return step(); }));
    CPPUNIT_ASSERT_EQUAL(1, step.runs);
  }

  void does_once_more_what_memory_was_short_for() {
    MemoryReserve reserve;
    reserve.take();
    Step step{1};
    CPPUNIT_ASSERT_EQUAL(7, reserve.spend_on([&] { return step(); }));
    CPPUNIT_ASSERT_EQUAL(2, step.runs);
  }

  void lets_a_second_shortage_pass() {
    MemoryReserve reserve;
    reserve.take();
    Step step{2};
    CPPUNIT_ASSERT_THROW(reserve.spend_on([&] { return step(); }), std::bad_alloc);
    CPPUNIT_ASSERT_EQUAL(2, step.runs);
  }

  void can_be_spent_once() {
    MemoryReserve reserve;
    reserve.take();
    Step first{1};
    reserve.spend_on([&] { return first(); });
    Step second{1};
    CPPUNIT_ASSERT_THROW(reserve.spend_on([&] { return second(); }), std::bad_alloc);
    reserve.take();
    CPPUNIT_ASSERT_EQUAL(7, reserve.spend_on([&] { return second(); }));
  }

  void is_no_use_if_it_was_not_taken() {
    MemoryReserve reserve;
    Step step{1};
    CPPUNIT_ASSERT_THROW(reserve.spend_on([&] { return step(); }), std::bad_alloc);
    CPPUNIT_ASSERT_EQUAL(1, step.runs);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MemoryReserveTest);

}  // namespace
}  // namespace oauth
