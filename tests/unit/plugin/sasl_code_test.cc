// SPDX-License-Identifier: MIT
#include "plugin/sasl_code.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sasl/sasl.h>

namespace plugin {
namespace {

using oauth::ErrorKind;

constexpr ErrorKind all_kinds[] = {
    ErrorKind::bad_config, ErrorKind::consent_needed, ErrorKind::refused, ErrorKind::unavailable,
    ErrorKind::bad_reply,  ErrorKind::no_access,      ErrorKind::internal};

class SaslCodeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SaslCodeTest);
  CPPUNIT_TEST(maps_each_kind_to_the_code_whose_words_fit);
  CPPUNIT_TEST(never_makes_a_host_try_another_mechanism_or_go_on);
  CPPUNIT_TEST_SUITE_END();

 public:
  void maps_each_kind_to_the_code_whose_words_fit() {
    CPPUNIT_ASSERT_EQUAL(SASL_EXPIRED, sasl_code(ErrorKind::consent_needed));
    CPPUNIT_ASSERT_EQUAL(SASL_BADAUTH, sasl_code(ErrorKind::refused));
    CPPUNIT_ASSERT_EQUAL(SASL_UNAVAIL, sasl_code(ErrorKind::unavailable));
    CPPUNIT_ASSERT_EQUAL(SASL_UNAVAIL, sasl_code(ErrorKind::bad_reply));
    CPPUNIT_ASSERT_EQUAL(SASL_FAIL, sasl_code(ErrorKind::bad_config));
    CPPUNIT_ASSERT_EQUAL(SASL_FAIL, sasl_code(ErrorKind::no_access));
    CPPUNIT_ASSERT_EQUAL(SASL_FAIL, sasl_code(ErrorKind::internal));
  }

  void never_makes_a_host_try_another_mechanism_or_go_on() {
    for (const ErrorKind kind : all_kinds) {
      CPPUNIT_ASSERT(sasl_code(kind) < SASL_OK);
      CPPUNIT_ASSERT(sasl_code(kind) != SASL_NOMECH);
      CPPUNIT_ASSERT(sasl_code(kind) != SASL_TRYAGAIN);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SaslCodeTest);

}  // namespace
}  // namespace plugin
