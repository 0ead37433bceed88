// SPDX-License-Identifier: MIT
#include "tool/doctor/mbsync_config.h"

#include <cppunit/extensions/HelperMacros.h>

namespace tool {
namespace {

class MbsyncConfigTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MbsyncConfigTest);
  CPPUNIT_TEST(reads_accounts_and_stores_with_their_lines);
  CPPUNIT_TEST(takes_any_mechanism_for_none);
  CPPUNIT_TEST(passes_over_what_belongs_to_no_account);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_accounts_and_stores_with_their_lines() {
    const auto accounts = parse_mbsyncrc(
        "# mine\n"
        "IMAPAccount work # here\n"
        "  Host imap.example\n"
        "user \"you @example.com\"\n"
        "PassCmd \"echo CANARY\"\n"
        "AuthMechs XOAUTH2 LOGIN # both\n"
        "SSLType IMAPS\n"
        "\n"
        "IMAPStore home\n"
        "Host h\n"
        "User me\n"
        "Pass CANARY\n"
        "TLSType None");
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), accounts.size());
    const MbsyncAccount& work = accounts[0];
    CPPUNIT_ASSERT_EQUAL(std::string("work imap.example you @example.com IMAPS"),
                         work.name + " " + work.host + " " + work.user + " " + work.encryption);
    CPPUNIT_ASSERT(work.mechanisms == (std::vector<std::string>{"XOAUTH2", "LOGIN"}));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), work.line);
    CPPUNIT_ASSERT_EQUAL(std::size_t(3), work.host_line.number);
    CPPUNIT_ASSERT_EQUAL(std::size_t(5), work.password_line.number);
    CPPUNIT_ASSERT_EQUAL(std::string("PassCmd"), work.password_line.key);
    CPPUNIT_ASSERT_EQUAL(std::size_t(6), work.mechanisms_line.number);
    CPPUNIT_ASSERT_EQUAL(std::string("home me TLSType"), accounts[1].name + " " + accounts[1].user +
                                                             " " + accounts[1].encryption_line.key);
  }

  void takes_any_mechanism_for_none() {
    const auto accounts = parse_mbsyncrc("IMAPAccount a\nAuthMechs *\n");
    CPPUNIT_ASSERT(accounts.at(0).mechanisms.empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), accounts[0].mechanisms_line.number);
  }

  void passes_over_what_belongs_to_no_account() {
    const auto accounts = parse_mbsyncrc(
        "Host x\nIMAPAccount a\n\nUser nobody\nChannel c\nUser x\n"
        "IMAPStore s\nAccount a\nMaildirStore m\nUser y\n\"");
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), accounts.size());
    CPPUNIT_ASSERT(accounts[0].user.empty() && accounts[1].user.empty());
    CPPUNIT_ASSERT(parse_mbsyncrc("").empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MbsyncConfigTest);

}  // namespace
}  // namespace tool
