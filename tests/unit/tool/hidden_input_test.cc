// SPDX-License-Identifier: MIT
#include "tool/hidden_input.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "oauth/os/file_descriptor.h"
#include "tests/support/captured_terminal.h"
#include "tests/support/sentence.h"
#include "tool/confirmation.h"

namespace tool {
namespace {

/// The standard input is a pipe with this in it while the object lives. (What a terminal shows is
/// tested end to end.)
class PipedInput {
 public:
  explicit PipedInput(const std::string& text) : before_(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)) {
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, pipe(ends));
    const oauth::FileDescriptor output(ends[0]);
    const oauth::FileDescriptor input(ends[1]);
    CPPUNIT_ASSERT_EQUAL(static_cast<ssize_t>(text.size()),
                         write(input.get(), text.data(), text.size()));
    dup2(output.get(), STDIN_FILENO);
  }
  ~PipedInput() { dup2(before_.get(), STDIN_FILENO); }

 private:
  oauth::FileDescriptor before_;
};

class HiddenInputTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HiddenInputTest);
  CPPUNIT_TEST(takes_a_line_from_a_pipe_without_a_question);
  CPPUNIT_TEST(says_how_else_to_give_what_did_not_come);
  CPPUNIT_TEST(takes_a_clear_yes_alone_for_one);
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

  void takes_a_clear_yes_alone_for_one() {
    for (const char* text : {"y\n", "Yes\n", " YES \n"}) {
      const PipedInput input(text);
      CPPUNIT_ASSERT_MESSAGE(text, is_confirmed(captured_.terminal, "Sure?"));
    }
    for (const char* text : {"", "\n", "n\n", "yess\n", "no y\n"}) {
      const PipedInput input(text);
      CPPUNIT_ASSERT_MESSAGE(text, !is_confirmed(captured_.terminal, "Sure?"));
    }
    CPPUNIT_ASSERT(captured_.errors().find("Sure? [y/N]\n") == 0);
  }

 private:
  CapturedTerminal captured_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(HiddenInputTest);

}  // namespace
}  // namespace tool
