// SPDX-License-Identifier: MIT
#include "tool/doctor/check_mbsync.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"

namespace tool {
namespace {

class CheckMbsyncTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckMbsyncTest);
  CPPUNIT_TEST(is_content_with_an_account_by_token);
  CPPUNIT_TEST(has_the_line_where_no_token_may_be_used);
  CPPUNIT_TEST(has_the_line_where_passwords_go_first);
  CPPUNIT_TEST(tells_of_a_connection_in_clear);
  CPPUNIT_TEST(tells_of_another_providers_server);
  CPPUNIT_TEST(tells_of_a_password_that_nobody_asks_for);
  CPPUNIT_TEST(separates_accounts_with_a_password);
  CPPUNIT_TEST(warns_of_servers_that_offer_tokens_and_not_plain);
  CPPUNIT_TEST(tells_of_an_account_that_is_not_there);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    facts_.serves = [](const std::string& user) { return user == "you@h"; };
    facts_.provider = [](const std::string&) { return std::optional<oauth::Provider>(); };
    facts_.ranks_high = true;
  }

  void is_content_with_an_account_by_token() {
    CPPUNIT_ASSERT_EQUAL(std::string("ok: rc:1: account a of you@h signs in by token\n"),
                         run("IMAPAccount a\nUser you@h\n"));
    facts_.ranks_high = false;
    CPPUNIT_ASSERT_EQUAL(std::string("ok: rc:1: account a of you@h signs in by token\n"),
                         run("IMAPAccount a\nUser you@h\nAuthMechs LOGIN oauthbearer\n"));
    CPPUNIT_ASSERT_EQUAL(std::string(), run("IMAPAccount a\nHost h\n"));
  }

  void has_the_line_where_no_token_may_be_used() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("problem: rc:3: account a of you@h may not use a token -> AuthMechs XOAUTH2\n"),
        run("IMAPAccount a\nUser you@h\nAuthMechs PLAIN LOGIN\n"));
    have_provider("", {"OAUTHBEARER", "XOAUTH2"});
    CPPUNIT_ASSERT_EQUAL(std::string("problem: rc:3: account a of you@h may not use a token -> "
                                     "AuthMechs OAUTHBEARER\n"),
                         run("IMAPAccount a\nUser you@h\nAuthMechs PLAIN LOGIN\n"));
  }

  void has_the_line_where_passwords_go_first() {
    facts_.ranks_high = false;
    CPPUNIT_ASSERT_EQUAL(std::string("problem: rc:1: account a of you@h names no mechanism, and "
                                     "passwords rank above tokens -> AuthMechs XOAUTH2\n"),
                         run("IMAPAccount a\nUser you@h\nAuthMechs *\n"));
  }

  void tells_of_a_connection_in_clear() {
    for (const std::string key : {"SSLType", "TLSType"}) {
      CPPUNIT_ASSERT_EQUAL(
          "problem: rc:3: account a of you@h uses no TLS: the token goes in clear -> " + key +
              " IMAPS\n",
          run("IMAPAccount a\nUser you@h\n" + key + " none\n"));
    }
  }

  void tells_of_another_providers_server() {
    have_provider("imap.example", {});
    CPPUNIT_ASSERT_EQUAL(std::string("warning: rc:2: account a of you@h goes to imap.other, but "
                                     "tokens of this provider are for imap.example -> Host "
                                     "imap.example\n"),
                         run("IMAPAccount a\nHost imap.other\nUser you@h\n"));
    CPPUNIT_ASSERT(run("IMAPAccount a\nHost IMAP.example\nUser you@h\n").find("ok") == 0);
  }

  void tells_of_a_password_that_nobody_asks_for() {
    CPPUNIT_ASSERT_EQUAL(std::string("note: rc:3: PassCmd is not asked: there is an account of "
                                     "sasl-oauth -> delete that line\n"),
                         run("IMAPAccount a\nUser you@h\nPassCmd \"echo CANARY\"\n"));
  }

  void separates_accounts_with_a_password() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("warning: rc:1: account a of me@h has a password, and tokens rank above it for "
                    "this user: where the server offers XOAUTH2, the password is refused -> "
                    "AuthMechs PLAIN LOGIN\n"),
        run("IMAPAccount a\nUser me@h\nPass CANARY\n"));
    CPPUNIT_ASSERT_EQUAL(std::string(),
                         run("IMAPAccount a\nUser me@h\nPass CANARY\nAuthMechs PLAIN\n"));
  }

  void warns_of_servers_that_offer_tokens_and_not_plain() {
    facts_.ranks_high = false;
    CPPUNIT_ASSERT_EQUAL(
        std::string("note: rc:1: account a of me@h names no mechanism: a server that offers "
                    "XOAUTH2 and not PLAIN, as imap.163.com does, is asked for it, and the "
                    "password is refused -> AuthMechs PLAIN LOGIN\n"),
        run("IMAPAccount a\nUser me@h\nPass CANARY\n"));
    CPPUNIT_ASSERT_EQUAL(std::string(),
                         run("IMAPAccount a\nUser me@h\nPass CANARY\nAuthMechs LOGIN\n"));
    CPPUNIT_ASSERT_EQUAL(std::string(), run("IMAPAccount a\nUser me@h\n"));
  }

  void tells_of_an_account_that_is_not_there() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("problem: rc:1: account a of me@h wants a token, and there is no "
                    "such account -> sasl-oauth login me@h\n"),
        run("IMAPAccount a\nUser me@h\nAuthMechs XOAUTH2\n"));
    CPPUNIT_ASSERT_EQUAL(std::string(),
                         run("IMAPAccount a\nUser me@h\nAuthMechs XOAUTH2\nPassCmd \"x\"\n"));
  }

 private:
  void have_provider(const std::string& host, std::vector<std::string> mechanisms) {
    facts_.provider = [=](const std::string&) {
      oauth::Provider provider;
      provider.mechanisms = mechanisms;
      if (!host.empty()) provider.imap = oauth::MailServer{host, 993, oauth::Encryption::tls};
      return std::optional<oauth::Provider>(std::move(provider));
    };
  }

  std::string run(const std::string& text) { return told(check_mbsync(text, "rc", facts_)); }

  MailProgramFacts facts_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckMbsyncTest);

}  // namespace
}  // namespace tool
