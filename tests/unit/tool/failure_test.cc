// SPDX-License-Identifier: MIT
#include "tool/failure.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/captured_terminal.h"

namespace tool {
namespace {

class FailureTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FailureTest);
  CPPUNIT_TEST(says_the_sentence_and_gives_the_code_of_its_kind);
  CPPUNIT_TEST_SUITE_END();

 public:
  void says_the_sentence_and_gives_the_code_of_its_kind() {
    CapturedTerminal captured;
    const oauth::Error error{oauth::ErrorKind::consent_needed, "a person must sign in"};
    CPPUNIT_ASSERT_EQUAL(77, fail(captured.terminal, error));
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: a person must sign in\n"), captured.errors());
    CPPUNIT_ASSERT_EQUAL(std::string(), captured.output());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FailureTest);

}  // namespace
}  // namespace tool
