// SPDX-License-Identifier: MIT
#include "tool/doctor/check_jail.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"

namespace tool {
namespace {

class CheckJailTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckJailTest);
  CPPUNIT_TEST(is_content_with_what_the_tool_makes);
  CPPUNIT_TEST(says_nothing_of_users_that_no_program_becomes);
  CPPUNIT_TEST(tells_why_a_store_cannot_be_taken_along);
  CPPUNIT_TEST(moves_what_lies_where_a_chroot_does_not_reach);
  CPPUNIT_TEST(names_the_line_that_the_table_lacks);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    facts_ = {};
    facts_.places.statedir = "/s";
    facts_.places.user = "postfix";
    facts_.is_named = facts_.is_chrooted = facts_.has_jailed_store = true;
    facts_.jailed = {"you@h"};
  }

  void is_content_with_what_the_tool_makes() {
    CPPUNIT_ASSERT_EQUAL(std::string("ok: programs that jail themselves take /s/jail/postfix along,"
                                     " and nothing leads out of it\n"),
                         run());
  }

  void says_nothing_of_users_that_no_program_becomes() {
    facts_.is_named = facts_.is_chrooted = false;
    facts_.jailed.clear();
    facts_.unjailed = {"you@h"};
    CPPUNIT_ASSERT_EQUAL(std::string(), run());
    facts_.is_named = true;  // and Postfix in no chroot: by its path
    CPPUNIT_ASSERT_EQUAL(std::string(), run());
  }

  void tells_why_a_store_cannot_be_taken_along() {
    facts_.not_taken = oauth::Error{oauth::ErrorKind::no_access,
                                    "/s/jail can be entered by others; run: chmod 700 /s/jail"};
    const std::string told = "problem: /s/jail can be entered by others -> chmod 700 /s/jail\n";
    CPPUNIT_ASSERT_EQUAL(told, run());
    facts_.is_chrooted = false;
    CPPUNIT_ASSERT_EQUAL(told, run());
    // One that is configured is found by its path outside of a chroot.
    facts_.jailed.clear();
    facts_.places.configured = "/c/d";
    CPPUNIT_ASSERT_EQUAL(std::string(), run());
    facts_.is_chrooted = true;
    CPPUNIT_ASSERT_EQUAL(told, run());
  }

  void moves_what_lies_where_a_chroot_does_not_reach() {
    facts_.unjailed = {"a@h", "b@h", "c@h"};
    CPPUNIT_ASSERT(run().find("problem: a@h and 2 more in /s/postfix cannot be reached from "
                              "Postfix's chroot -> mv /s/postfix/*.json /s/jail/postfix/\n") !=
                   std::string::npos);
    facts_.jailed.clear();
    facts_.has_jailed_store = false;
    facts_.unjailed = {"a@h"};
    CPPUNIT_ASSERT_EQUAL(
        std::string("problem: a@h in /s/postfix cannot be reached from Postfix's chroot -> install "
                    "-d -m 700 /s/jail && mv /s/postfix /s/jail/postfix && postfix reload\n"),
        run());
  }

  void names_the_line_that_the_table_lacks() {
    facts_.is_named = false;
    CPPUNIT_ASSERT_EQUAL(
        std::string("problem: /s/jail/postfix is for programs that start as root and are named as "
                    "PROGRAM=postfix in plugin.conf's jailed:, and there is none -> jailed: "
                    "smtp=postfix lmtp=postfix   (in plugin.conf)\n"),
        run());
    facts_.places.user = "other";
    CPPUNIT_ASSERT(run().find("-> mv /s/jail/other /s/other\n") != std::string::npos);
  }

 private:
  std::string run() { return told(check_jail(facts_)); }

  JailFacts facts_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckJailTest);

}  // namespace
}  // namespace tool
