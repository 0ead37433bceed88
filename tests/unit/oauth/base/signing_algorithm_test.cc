// SPDX-License-Identifier: MIT
#include "oauth/base/signing_algorithm.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

class SigningAlgorithmTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SigningAlgorithmTest);
  CPPUNIT_TEST(has_the_names_of_rfc_7518);
  CPPUNIT_TEST(knows_no_other_names);
  CPPUNIT_TEST_SUITE_END();

 public:
  void has_the_names_of_rfc_7518() {
    const struct {
      SigningAlgorithm algorithm;
      const char* name;
    } cases[] = {{SigningAlgorithm::rs256, "RS256"},
                 {SigningAlgorithm::ps256, "PS256"},
                 {SigningAlgorithm::es256, "ES256"}};
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(one.name),
                           std::string(signing_algorithm_name(one.algorithm)));
      CPPUNIT_ASSERT(signing_algorithm_from(one.name) == one.algorithm);
    }
  }

  void knows_no_other_names() {
    for (const char* name : {"", "none", "rs256", "RS512", "HS256", "RS256 "}) {
      CPPUNIT_ASSERT_MESSAGE(name, !signing_algorithm_from(name));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SigningAlgorithmTest);

}  // namespace
}  // namespace oauth
