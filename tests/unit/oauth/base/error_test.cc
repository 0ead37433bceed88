// SPDX-License-Identifier: MIT
#include "oauth/base/error.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

class ErrorTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ErrorTest);
  CPPUNIT_TEST(names_each_kind_as_it_is_spelt);
  CPPUNIT_TEST(asks_for_no_pause_unless_told);
  CPPUNIT_TEST_SUITE_END();

 public:
  // The names stand in records and in the tool's JSON: they may not change.
  void names_each_kind_as_it_is_spelt() {
    const struct {
      ErrorKind kind;
      const char* name;
    } cases[] = {
        {ErrorKind::bad_config, "bad_config"}, {ErrorKind::consent_needed, "consent_needed"},
        {ErrorKind::refused, "refused"},       {ErrorKind::unavailable, "unavailable"},
        {ErrorKind::bad_reply, "bad_reply"},   {ErrorKind::no_access, "no_access"},
        {ErrorKind::internal, "internal"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.name), std::string(kind_name(each.kind)));
    }
  }

  void asks_for_no_pause_unless_told() {
    const Error error{ErrorKind::unavailable, "later"};
    CPPUNIT_ASSERT(error.retry_after == std::chrono::seconds(0));
    CPPUNIT_ASSERT(error.code.empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ErrorTest);

}  // namespace
}  // namespace oauth
