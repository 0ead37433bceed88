// SPDX-License-Identifier: MIT
#include "tool/doctor/check_mutt.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"

namespace tool {
namespace {

class CheckMuttTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckMuttTest);
  CPPUNIT_TEST(knows_the_library_by_the_version_text);
  CPPUNIT_TEST(has_the_line_for_a_mutt_without_cyrus_sasl);
  CPPUNIT_TEST(needs_no_command_with_cyrus_sasl);
  CPPUNIT_TEST(tells_of_authenticators_without_a_token);
  CPPUNIT_TEST(tells_of_a_connection_in_clear);
  CPPUNIT_TEST(looks_at_smtp_too);
  CPPUNIT_TEST(leaves_other_users_alone);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    facts_.serves = [](const std::string& user) { return user == "you@h"; };
  }

  void knows_the_library_by_the_version_text() {
    FakePrograms programs;
    CPPUNIT_ASSERT(mutt_sasl(programs, "mutt") == MuttSasl::unknown);
    programs.answers["mutt -v"] = {0, "+USE_SMTP\n+USE_SSL_GNUTLS -USE_SASL +USE_GSASL\n"};
    CPPUNIT_ASSERT(mutt_sasl(programs, "mutt") == MuttSasl::other);
    programs.answers["mutt -v"] = {0, "+USE_SSL_OPENSSL +USE_SASL -USE_GSASL\n"};
    CPPUNIT_ASSERT(mutt_sasl(programs, "mutt") == MuttSasl::cyrus);
    CPPUNIT_ASSERT(parse_mutt_version("+regex +sasl -gsasl") == MuttSasl::cyrus);
    CPPUNIT_ASSERT(parse_mutt_version("+regex -sasl +gsasl") == MuttSasl::other);
    CPPUNIT_ASSERT(parse_mutt_version("Mutt 2") == MuttSasl::unknown);
  }

  void has_the_line_for_a_mutt_without_cyrus_sasl() {
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "problem: rc: imap as you@h: this mutt has not Cyrus SASL, so it needs a command "
            "for tokens -> set imap_oauth_refresh_command=\"sasl-oauth token you@h\"\n"
            "note: rc: without imap_authenticators other mechanisms may be tried first -> "
            "set imap_authenticators=\"oauthbearer:xoauth2\"\n"
            "note: rc:2: imap_pass is not asked: there is an account of sasl-oauth -> delete "
            "that line\n"),
        run("set folder=imaps://you@h@imap.example/\nset imap_pass=CANARY\n", MuttSasl::other));
    CPPUNIT_ASSERT_EQUAL(
        std::string("ok: rc: imap as you@h signs in by token\n"),
        run("set folder=imaps://imap.example/ imap_user=you@h imap_authenticators=xoauth2\n"
            "set imap_oauth_refresh_command='sasl-oauth token you@h'\n",
            MuttSasl::other));
    CPPUNIT_ASSERT_EQUAL(std::string("note: rc: imap as you@h: a mutt without Cyrus SASL needs a "
                                     "command for tokens -> set "
                                     "imap_oauth_refresh_command=\"sasl-oauth token you@h\"\n"),
                         run("set folder=imaps://you@h@imap.example/\n", MuttSasl::unknown));
  }

  void needs_no_command_with_cyrus_sasl() {
    CPPUNIT_ASSERT_EQUAL(std::string("ok: rc: imap as you@h signs in by token\n"),
                         run("set folder=imaps://you@h@imap.example/\n", MuttSasl::cyrus));
  }

  void tells_of_authenticators_without_a_token() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("problem: rc:2: imap_authenticators has no mechanism with a token -> set "
                    "imap_authenticators=\"oauthbearer:xoauth2\"\n"),
        run("set folder=imaps://you@h@imap.example/\nset imap_authenticators=plain:login\n",
            MuttSasl::cyrus));
  }

  void tells_of_a_connection_in_clear() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("problem: rc: imap as you@h uses no TLS: the token goes in clear "
                    "-> set ssl_force_tls=yes\n"),
        run("set folder=imap://you@h@i/\nset ssl_starttls=no\n", MuttSasl::cyrus));
    CPPUNIT_ASSERT_EQUAL(std::string("warning: rc: imap as you@h goes on without TLS if the server "
                                     "says so -> set ssl_force_tls=yes\n"),
                         run("set folder=imap://you@h@i/\n", MuttSasl::cyrus));
    CPPUNIT_ASSERT(run("set folder=imap://you@h@i/ ssl_force_tls\n", MuttSasl::cyrus).find("ok") ==
                   0);
  }

  void looks_at_smtp_too() {
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "problem: rc: smtp as you@h: this mutt has not Cyrus SASL, so it needs a command "
            "for tokens -> set smtp_oauth_refresh_command=\"sasl-oauth token you@h\"\n"),
        run("set smtp_url=smtps://you@h@s:465/ smtp_authenticators=xoauth2\n", MuttSasl::other));
  }

  void leaves_other_users_alone() {
    CPPUNIT_ASSERT_EQUAL(std::string(),
                         run("set folder=imap://me@h@i/ smtp_url=smtp://me@s\n", MuttSasl::other));
    CPPUNIT_ASSERT_EQUAL(
        std::string("note: rc:1: reads ~/more, which doctor does not -> look there "
                    "for the same settings\n"),
        run("source ~/more\n", MuttSasl::other));
  }

 private:
  std::string run(const std::string& text, MuttSasl sasl) {
    return told(check_mutt(text, "rc", sasl, facts_));
  }

  MailProgramFacts facts_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckMuttTest);

}  // namespace
}  // namespace tool
