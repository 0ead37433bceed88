// SPDX-License-Identifier: MIT
#include "tool/hidden_input.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/captured_terminal.h"
#include "tests/support/piped_input.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

class HiddenInputTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HiddenInputTest);
  CPPUNIT_TEST(takes_a_line_from_a_pipe_without_a_question);
  CPPUNIT_TEST(says_how_else_to_give_what_did_not_come);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_a_line_from_a_pipe_without_a_question() {
    for (const char* text : {"pass word\nnext\n", "pass word"}) {
      const PipedInput input(text);
      const auto line = read_hidden_line(captured_.terminal, "Password:", "give it");
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(line));
      CPPUNIT_ASSERT_EQUAL(std::string("pass word"), std::string(line->reveal()));
    }
    const PipedInput input("id\n");
    CPPUNIT_ASSERT_EQUAL(
        std::string("id"),
        std::string(read_shown_line(captured_.terminal, "Id:", "give it")->reveal()));
    CPPUNIT_ASSERT_EQUAL(std::string(), captured_.output() + captured_.errors());
  }

  void says_how_else_to_give_what_did_not_come() {
    const PipedInput input("");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: no answer to \"Password:\"; give it by --password-file"),
        oauth::sentence_of(
            read_hidden_line(captured_.terminal, "Password:", "give it by --password-file")));
  }

 private:
  CapturedTerminal captured_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(HiddenInputTest);

}  // namespace
}  // namespace tool
