// SPDX-License-Identifier: MIT
#include "tool/doctor/mechanism_strength.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tool/doctor/known_plugins.h"

namespace tool {
namespace {

// The orders that libsasl 2.1.28 was seen to make.
class MechanismStrengthTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MechanismStrengthTest);
  CPPUNIT_TEST(ranks_ours_below_passwords_if_low_and_above_if_high);
  CPPUNIT_TEST(ranks_a_claim_of_no_plaintext_above_all_of_that);
  CPPUNIT_TEST(leaves_equal_claims_to_chance);
  CPPUNIT_TEST(compares_the_layer_last);
  CPPUNIT_TEST_SUITE_END();

 public:
  void ranks_ours_below_passwords_if_low_and_above_if_high() {
    CPPUNIT_ASSERT(compare(our_strength(false, false), password_strength) == Order::below);
    CPPUNIT_ASSERT(compare(our_strength(true, false), password_strength) == Order::above);
  }

  void ranks_a_claim_of_no_plaintext_above_all_of_that() {
    const MechanismStrength sasl_xoauth2 = known_plugin("libsasl-xoauth2.so")->strength;
    CPPUNIT_ASSERT(compare(sasl_xoauth2, our_strength(true, false)) == Order::above);
    CPPUNIT_ASSERT(compare(sasl_xoauth2, password_strength) == Order::above);
    CPPUNIT_ASSERT(compare(sasl_xoauth2, our_strength(true, true)) == Order::below);
  }

  void leaves_equal_claims_to_chance() {
    const MechanismStrength kde = known_plugin("libkdexoauth2.so")->strength;
    CPPUNIT_ASSERT(compare(kde, password_strength) == Order::by_chance);
    CPPUNIT_ASSERT(compare(kde, our_strength(true, false)) == Order::below);
    CPPUNIT_ASSERT(compare(kde, our_strength(false, false)) == Order::above);
  }

  void compares_the_layer_last() {
    CPPUNIT_ASSERT(compare({true, true, true, 0}, {true, true, false, 60}) == Order::above);
    CPPUNIT_ASSERT(compare({true, true, false, 1}, {true, true, false, 60}) == Order::below);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MechanismStrengthTest);

}  // namespace
}  // namespace tool
