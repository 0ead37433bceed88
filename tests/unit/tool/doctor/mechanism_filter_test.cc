// SPDX-License-Identifier: MIT
#include "tool/doctor/mechanism_filter.h"

#include <cppunit/extensions/HelperMacros.h>

namespace tool {
namespace {

class MechanismFilterTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MechanismFilterTest);
  CPPUNIT_TEST(goes_by_the_first_word_that_fits);
  CPPUNIT_TEST_SUITE_END();

 public:
  void goes_by_the_first_word_that_fits() {
    const struct {
      std::vector<std::string> filter;
      Filtered result;
    } cases[] = {{{}, Filtered::passes},
                 {{"XOAUTH2"}, Filtered::passes},
                 {{"plain", "xoauth2"}, Filtered::passes},
                 {{"plain", "login"}, Filtered::stops},
                 {{"!xoauth2", "xoauth2"}, Filtered::stops},
                 {{"!plain", "xoauth2"}, Filtered::passes},
                 {{"xoauth2", "hash:/f"}, Filtered::passes},
                 {{"hash:/f", "xoauth2"}, Filtered::unknown},
                 {{"/etc/f"}, Filtered::unknown}};
    for (const auto& each : cases) CPPUNIT_ASSERT(each.result == filtered(each.filter, "xoauth2"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MechanismFilterTest);

}  // namespace
}  // namespace tool
