// SPDX-License-Identifier: MIT
#include "oauth/wire/lifetime.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

std::optional<seconds> lifetime(const std::string& value) {
  const auto object = JsonObject::parse("{\"expires_in\":" + value + "}");
  return lifetime_of(*object, "expires_in", seconds(3600));
}

class LifetimeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LifetimeTest);
  CPPUNIT_TEST(reads_numbers_as_servers_write_them);
  CPPUNIT_TEST(keeps_within_its_limits);
  CPPUNIT_TEST(has_nothing_for_what_is_no_number);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_numbers_as_servers_write_them() {
    for (const char* text : {"900", "\"900\"", "\" 900 \"", "9e2", "900.9"}) {
      CPPUNIT_ASSERT_MESSAGE(text, lifetime(text) == seconds(900));
    }
  }

  void keeps_within_its_limits() {
    CPPUNIT_ASSERT(lifetime("124234123534") == seconds(3600));
    CPPUNIT_ASSERT(lifetime("-5") == seconds(0));
  }

  void has_nothing_for_what_is_no_number() {
    for (const char* text : {"null", "true", "[900]", "\"\"", "\"soon\"", "\"900s\"", "\"inf\""}) {
      CPPUNIT_ASSERT_MESSAGE(text, !lifetime(text));
    }
    CPPUNIT_ASSERT(!lifetime_of(*JsonObject::parse("{}"), "expires_in", seconds(3600)));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LifetimeTest);

}  // namespace
}  // namespace oauth
