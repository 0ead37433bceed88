// SPDX-License-Identifier: MIT
#include "tool/doctor/finding.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;

class FindingTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FindingTest);
  CPPUNIT_TEST(takes_the_remedy_out_of_an_errors_sentence);
  CPPUNIT_TEST(has_another_remedy_where_the_error_has_none);
  CPPUNIT_TEST(may_pass_if_the_error_does);
  CPPUNIT_TEST(ends_with_zero_without_a_problem);
  CPPUNIT_TEST(ends_with_75_only_if_each_problem_may_pass);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_the_remedy_out_of_an_errors_sentence() {
    const Error error{ErrorKind::no_access, "/x; y can be read by others; run: chmod 600 /x; y"};
    CPPUNIT_ASSERT_EQUAL(
        std::string("problem: /x; y can be read by others; run: chmod 600 /x -> y\n"),
        told({finding_of(error, Mark::problem, "")}));
    const Error usual{ErrorKind::no_access, "/x can be read by others; run: chmod 600 /x"};
    CPPUNIT_ASSERT_EQUAL(std::string("warning: /x can be read by others -> chmod 600 /x\n"),
                         told({finding_of(usual, Mark::warning, "other")}));
  }

  void has_another_remedy_where_the_error_has_none() {
    const Error error{ErrorKind::bad_config, "f:1: a key is missing"};
    CPPUNIT_ASSERT_EQUAL(std::string("problem: f:1: a key is missing -> edit f\n"),
                         told({finding_of(error, Mark::problem, "edit f")}));
  }

  void may_pass_if_the_error_does() {
    CPPUNIT_ASSERT(finding_of({ErrorKind::unavailable, "x"}, Mark::problem, "y").may_pass);
    CPPUNIT_ASSERT(!finding_of({ErrorKind::bad_reply, "x"}, Mark::problem, "y").may_pass);
  }

  void ends_with_zero_without_a_problem() {
    CPPUNIT_ASSERT_EQUAL(0, exit_code_of({}));
    CPPUNIT_ASSERT_EQUAL(0, exit_code_of({{"a", {ok("x"), note("x", "y"), warning("x", "y")}}}));
  }

  void ends_with_75_only_if_each_problem_may_pass() {
    Finding passing = problem("x", "y");
    passing.may_pass = true;
    CPPUNIT_ASSERT_EQUAL(75, exit_code_of({{"a", {passing}}, {"b", {ok("x")}}}));
    CPPUNIT_ASSERT_EQUAL(78, exit_code_of({{"a", {problem("x", "y")}}, {"b", {passing}}}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FindingTest);

}  // namespace
}  // namespace tool
