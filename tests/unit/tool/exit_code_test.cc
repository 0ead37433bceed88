// SPDX-License-Identifier: MIT
#include "tool/exit_code.h"

#include <cppunit/extensions/HelperMacros.h>

namespace tool {
namespace {

class ExitCodeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ExitCodeTest);
  CPPUNIT_TEST(tells_what_to_do_next);
  CPPUNIT_TEST(prefers_what_a_person_has_to_do_more_about);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tells_what_to_do_next() {
    using oauth::ErrorKind;
    const struct {
      ErrorKind kind;
      int code;
    } cases[] = {{ErrorKind::bad_reply, 69},   {ErrorKind::internal, 70},
                 {ErrorKind::unavailable, 75}, {ErrorKind::consent_needed, 77},
                 {ErrorKind::bad_config, 78},  {ErrorKind::refused, 78},
                 {ErrorKind::no_access, 78}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(kind_name(each.kind), each.code, exit_code_of(each.kind));
    }
  }

  void prefers_what_a_person_has_to_do_more_about() {
    const int by_weight[] = {0, 75, 69, 78, 77, 70};
    for (int lighter : by_weight) {
      for (int heavier : by_weight) {
        if (heavier == lighter) break;
        CPPUNIT_ASSERT_EQUAL(lighter, worse(lighter, heavier));
        CPPUNIT_ASSERT_EQUAL(lighter, worse(heavier, lighter));
      }
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ExitCodeTest);

}  // namespace
}  // namespace tool
