// SPDX-License-Identifier: MIT
#include "oauth/os/system_random.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <array>
#include <vector>

namespace oauth {
namespace {

class SystemRandomTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SystemRandomTest);
  CPPUNIT_TEST(fills_every_byte_and_none_beyond);
  CPPUNIT_TEST(never_gives_the_same_twice);
  CPPUNIT_TEST(fills_more_than_one_call_of_the_system_gives);
  CPPUNIT_TEST_SUITE_END();

 public:
  // Of 64 tries some byte other than 0 stands in every place, but for one case in 2^512.
  void fills_every_byte_and_none_beyond() {
    std::array<unsigned char, 34> seen{};
    for (int i = 0; i < 64; ++i) {
      std::array<unsigned char, 34> bytes{};
      CPPUNIT_ASSERT(random_.fill(bytes.data(), 32));
      CPPUNIT_ASSERT(bytes[32] == 0 && bytes[33] == 0);
      for (std::size_t at = 0; at < bytes.size(); ++at) seen[at] |= bytes[at];
    }
    CPPUNIT_ASSERT(std::all_of(seen.begin(), seen.begin() + 32, [](int byte) { return byte; }));
    CPPUNIT_ASSERT(random_.fill(nullptr, 0));
  }

  void never_gives_the_same_twice() {
    std::array<unsigned char, 32> one{};
    std::array<unsigned char, 32> other{};
    CPPUNIT_ASSERT(random_.fill(one.data(), one.size()));
    CPPUNIT_ASSERT(random_.fill(other.data(), other.size()));
    CPPUNIT_ASSERT(one != other);
  }

  // getrandom(2) may stop after 256 bytes.
  void fills_more_than_one_call_of_the_system_gives() {
    std::vector<unsigned char> bytes(100'000);
    CPPUNIT_ASSERT(random_.fill(bytes.data(), bytes.size()));
    const auto is_not_zero = [](int byte) { return byte != 0; };
    CPPUNIT_ASSERT(std::any_of(bytes.end() - 64, bytes.end(), is_not_zero));
  }

 private:
  SystemRandom random_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(SystemRandomTest);

}  // namespace
}  // namespace oauth
