// SPDX-License-Identifier: MIT
#include "tool/doctor/door_rank.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

// A user that no test runs as.
constexpr uid_t some_uid = 54321;

class DoorRankTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DoorRankTest);
  CPPUNIT_TEST(is_low_without_a_mark_and_high_with_one);
  CPPUNIT_TEST(follows_plugin_conf_for_the_program);
  CPPUNIT_TEST(knows_the_program_that_becomes_this_user_in_a_jail);
  CPPUNIT_TEST_SUITE_END();

 public:
  void is_low_without_a_mark_and_high_with_one() {
    CPPUNIT_ASSERT(!rank("mbsync").is_high);
    mkdir((folder_.path() + "/uid").c_str(), 0755);
    folder_.write("uid/54321", "");
    CPPUNIT_ASSERT(rank("mbsync").is_high);
    CPPUNIT_ASSERT(rank("mbsync").prefer == DoorRank::Prefer::by_account);
  }

  void follows_plugin_conf_for_the_program() {
    folder_.write("plugin.conf", "prefer: no mbsync=yes\nnoplaintext: yes\n");
    CPPUNIT_ASSERT(rank("mbsync").is_high && rank("mbsync").prefer == DoorRank::Prefer::always);
    CPPUNIT_ASSERT(!rank("").is_high && rank("").prefer == DoorRank::Prefer::never);
    CPPUNIT_ASSERT(rank("").claims_no_plaintext);
  }

  void knows_the_program_that_becomes_this_user_in_a_jail() {
    folder_.write("plugin.conf", "jailed: smtp=somebody\n");
    folder_.write("sasl-xoauth2.conf", "{}");
    CPPUNIT_ASSERT(rank("smtp").jails_itself && rank("smtp").is_high);
    CPPUNIT_ASSERT(!rank("lmtp").jails_itself && !rank("lmtp").is_high);
  }

 private:
  DoorRank rank(const std::string& program) const {
    return door_rank(
        {program, "", some_uid, "somebody"},
        {folder_.path() + "/plugin.conf", folder_.path() + "/sasl-xoauth2.conf", folder_.path()});
  }

  const oauth::TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(DoorRankTest);

}  // namespace
}  // namespace tool
