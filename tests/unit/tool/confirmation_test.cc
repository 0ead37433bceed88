// SPDX-License-Identifier: MIT
#include "tool/confirmation.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/captured_terminal.h"
#include "tests/support/piped_input.h"

namespace tool {
namespace {

class ConfirmationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConfirmationTest);
  CPPUNIT_TEST(asks);
  CPPUNIT_TEST(takes_a_clear_yes_alone_for_one);
  CPPUNIT_TEST_SUITE_END();

 public:
  void asks() {
    const PipedInput input("n\n");
    CPPUNIT_ASSERT(!is_confirmed(captured_.terminal, "Sure?"));
    CPPUNIT_ASSERT_EQUAL(std::string("Sure? [y/N]\n"), captured_.errors());
    CPPUNIT_ASSERT_EQUAL(std::string(), captured_.output());
  }

  void takes_a_clear_yes_alone_for_one() {
    for (const char* text : {"y\n", "Yes\n", " YES \n"}) {
      const PipedInput input(text);
      CPPUNIT_ASSERT_MESSAGE(text, is_confirmed(captured_.terminal, "Sure?"));
    }
    for (const char* text : {"", "\n", "n\n", "yess\n", "no y\n"}) {
      const PipedInput input(text);
      CPPUNIT_ASSERT_MESSAGE(text, !is_confirmed(captured_.terminal, "Sure?"));
    }
  }

 private:
  CapturedTerminal captured_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfirmationTest);

}  // namespace
}  // namespace tool
