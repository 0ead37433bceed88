// SPDX-License-Identifier: MIT
#include "oauth/os/program_output.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

using std::chrono::seconds;

class ProgramOutputTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProgramOutputTest);
  CPPUNIT_TEST(returns_all_that_a_program_prints_and_its_status);
  CPPUNIT_TEST(hands_words_on_as_they_are);
  CPPUNIT_TEST(gives_nothing_to_read);
  CPPUNIT_TEST(tells_that_there_is_no_such_program);
  CPPUNIT_TEST(stops_one_that_takes_too_long);
  CPPUNIT_TEST(stops_one_that_prints_too_much);
  CPPUNIT_TEST_SUITE_END();

 public:
  void returns_all_that_a_program_prints_and_its_status() {
    const auto output = output_of({"sh", "-c", "echo one; echo two; echo no >&2; exit 3"});
    CPPUNIT_ASSERT(static_cast<bool>(output));
    CPPUNIT_ASSERT(output->text.reveal() == "one\ntwo\n");
    CPPUNIT_ASSERT_EQUAL(3, output->status);
    CPPUNIT_ASSERT_EQUAL(128 + 9, output_of({"sh", "-c", "kill -9 $$"})->status);
  }

  void hands_words_on_as_they_are() {
    CPPUNIT_ASSERT(output_of({"printf", "%s|", "a b", "$HOME", ";ls"})->text.reveal() ==
                   "a b|$HOME|;ls|");
  }

  void gives_nothing_to_read() { CPPUNIT_ASSERT(output_of({"cat"})->text.empty()); }

  void tells_that_there_is_no_such_program() {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{}, {"no-such-program-here"}, {""}}) {
      const auto output = output_of(words);
      CPPUNIT_ASSERT(!output);
      CPPUNIT_ASSERT(output.error().kind == ErrorKind::no_access);
      CPPUNIT_ASSERT_EQUAL(std::string("is not installed"), output.error().message);
    }
  }

  void stops_one_that_takes_too_long() {
    const auto output = SystemPrograms().output_of({"sleep", "100"}, seconds(0));
    CPPUNIT_ASSERT(!output);
    CPPUNIT_ASSERT(output.error().kind == ErrorKind::unavailable);
  }

  void stops_one_that_prints_too_much() {
    const auto output = output_of({"yes"});
    CPPUNIT_ASSERT(!output);
    CPPUNIT_ASSERT_EQUAL(std::string("printed too much"), output.error().message);
  }

 private:
  static Result<ProgramOutput> output_of(const std::vector<std::string>& words) {
    return SystemPrograms().output_of(words, seconds(60));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProgramOutputTest);

}  // namespace
}  // namespace oauth
