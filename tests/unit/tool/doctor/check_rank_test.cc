// SPDX-License-Identifier: MIT
#include "tool/doctor/check_rank.h"

#include <cppunit/extensions/HelperMacros.h>

#include <map>

#include "tests/support/doctor_fakes.h"

namespace tool {
namespace {

constexpr char nobody_else[] = "ok: there is no other plugin with XOAUTH2 or OAUTHBEARER\n";
constexpr char above[] =
    "in mbsync of user you, XOAUTH2 and OAUTHBEARER rank above PLAIN and LOGIN";
constexpr char below[] =
    "in mbsync of user you, XOAUTH2 and OAUTHBEARER rank below PLAIN and LOGIN";

class CheckRankTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckRankTest);
  CPPUNIT_TEST(is_content_where_accounts_and_rank_agree);
  CPPUNIT_TEST(has_the_line_where_there_is_no_account_but_a_high_rank);
  CPPUNIT_TEST(has_the_line_where_there_is_an_account_but_a_low_rank);
  CPPUNIT_TEST(has_the_line_for_passwords_beside_an_account);
  CPPUNIT_TEST(tells_what_claiming_noplaintext_means);
  CPPUNIT_TEST(ranks_sasl_xoauth2_above_ours_and_separates_by_oauthbearer);
  CPPUNIT_TEST(ranks_the_others_below_ours_with_an_account);
  CPPUNIT_TEST(tells_that_the_others_meet_passwords_without_an_account);
  CPPUNIT_TEST(cannot_tell_the_rank_of_an_unknown_one);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    facts_ = {};
    facts_.program = {"mbsync", "/h", 1000, "you"};
    facts_.places = {"/etc/plugin.conf", "/etc/sasl-xoauth2.conf", "/var/lib/sasl-oauth"};
    facts_.mark = "/h/.local/state/sasl-oauth/.ready";
  }

  void is_content_where_accounts_and_rank_agree() {
    CPPUNIT_ASSERT_EQUAL(std::string("ok: ") + below +
                             ": passwords work as they did without sasl-oauth\n" + nobody_else,
                         run());
    have_account();
    CPPUNIT_ASSERT_EQUAL(
        std::string("ok: ") + above + ", since there is an account\n" + nobody_else, run());
    facts_.rank.prefer = DoorRank::Prefer::always;
    assert_told(std::string("ok: ") + above + ", as plugin.conf says\n");
    facts_.accounts = 0;
    facts_.has_mark = false;
    facts_.rank.prefer = DoorRank::Prefer::by_account;
    assert_told(std::string("ok: ") + above + ", since /etc/sasl-xoauth2.conf is there\n");
  }

  void has_the_line_where_there_is_no_account_but_a_high_rank() {
    facts_.rank.is_high = true;
    facts_.has_mark = true;
    assert_told(std::string("warning: ") + above +
                " because of the mark /h/.local/state/sasl-oauth/.ready, though there is no "
                "account: password logins fail -> rm /h/.local/state/sasl-oauth/.ready\n");
    facts_.rank.prefer = DoorRank::Prefer::always;
    assert_told(std::string("warning: ") + above +
                ", as plugin.conf says, though there is no account: password logins fail -> "
                "prefer: auto mbsync=auto   (in /etc/plugin.conf)\n");
  }

  void has_the_line_where_there_is_an_account_but_a_low_rank() {
    facts_.accounts = 1;
    assert_told(std::string("problem: ") + below +
                ", though there is an account: its mark is missing -> mkdir -p "
                "/h/.local/state/sasl-oauth && touch /h/.local/state/sasl-oauth/.ready\n");
    facts_.has_mark = true;
    facts_.program.home = "/elsewhere";
    assert_told(std::string("warning: ") + below +
                ": HOME is /elsewhere, where the mark /h/.local/state/sasl-oauth/.ready is not "
                "looked for -> export HOME=/h\n");
    facts_.is_store_elsewhere = true;
    assert_told("-> prefer: auto mbsync=yes   (in /etc/plugin.conf)\n");
    facts_.program.name = "";
    assert_told("-> prefer: yes   (in /etc/plugin.conf)\n");
    facts_.rank.prefer = DoorRank::Prefer::never;
    assert_told(
        "note: in programs of user you, XOAUTH2 and OAUTHBEARER rank below PLAIN and LOGIN, "
        "as plugin.conf says; a program that is told the mechanism uses it -> prefer: auto");
  }

  void has_the_line_for_passwords_beside_an_account() {
    have_account();
    const std::string conf = "=no   (in /etc/plugin.conf)\n";
    for (const auto& [program, option] : std::map<std::string, std::string>{
             {"imtest", "-m PLAIN, or "}, {"ldapsearch", "-Y PLAIN, or "}, {"svn", ""}}) {
      facts_.program.name = program;
      assert_told("note: a login with a password in " + program +
                  " has to name its mechanism: where the server offers XOAUTH2, it is taken -> " +
                  option + "prefer: auto " + program + conf);
    }
    facts_.rank.is_high = false;
    CPPUNIT_ASSERT(run().find("has to name its mechanism") == std::string::npos);
  }

  void tells_what_claiming_noplaintext_means() {
    facts_.rank.claims_no_plaintext = true;
    assert_told("-> noplaintext: no   (in /etc/plugin.conf)\n");
  }

  void ranks_sasl_xoauth2_above_ours_and_separates_by_oauthbearer() {
    others_ = {{"/p/libsasl-xoauth2.so", "libsasl-xoauth2.so", {"XOAUTH2"}}};
    for (const std::size_t accounts : {0, 1}) {
      facts_.accounts = accounts;
      facts_.rank.is_high = accounts > 0;
      assert_told(
          "warning: sasl-xoauth2 (/p/libsasl-xoauth2.so) ranks above ours and above "
          "passwords: it gets the logins by XOAUTH2; its token files and its Postfix map "
          "work with sasl-oauth -> name what it has not: AuthMechs OAUTHBEARER (mbsync), "
          "smtp_sasl_mechanism_filter = oauthbearer (Postfix); or remove "
          "/p/libsasl-xoauth2.so\n");
    }
    facts_.rank.claims_no_plaintext = true;
    assert_told("note: sasl-xoauth2 (/p/libsasl-xoauth2.so) ranks below ours here");
  }

  void ranks_the_others_below_ours_with_an_account() {
    have_account();
    others_ = {{"/p/libkdexoauth2.so", "libkdexoauth2.so", {"XOAUTH2"}}};
    assert_told(
        "note: KDE's libkdexoauth2 (/p/libkdexoauth2.so) ranks below ours here; it ends "
        "programs other than KDE's that hand it a password -> rm /p/libkdexoauth2.so\n");
  }

  void tells_that_the_others_meet_passwords_without_an_account() {
    others_ = {{"/p/libxoauth2.so", "libxoauth2.so", {"XOAUTH2"}}};
    assert_told(
        "note: cyrus-sasl-xoauth2 or its like (/p/libxoauth2.so) ranks above ours here, "
        "and with PLAIN and LOGIN by chance: it may get logins with a password");
    facts_.accounts = 1;
    assert_told(
        "warning: cyrus-sasl-xoauth2 or its like (/p/libxoauth2.so) ranks above ours: it "
        "gets the logins by XOAUTH2");
  }

  void cannot_tell_the_rank_of_an_unknown_one() {
    others_ = {{"/p/libnew.so", "libnew.so", {"XOAUTH2", "OAUTHBEARER"}}};
    assert_told(
        "warning: an unknown plugin, /p/libnew.so, has XOAUTH2 and OAUTHBEARER too; its rank "
        "cannot be told without running it -> compare the SECURITY flags: "
        "saslpluginviewer -c -m XOAUTH2\n");
  }

 private:
  void have_account() {
    facts_.accounts = 1;
    facts_.has_mark = true;
    facts_.rank.is_high = true;
  }

  std::string run() { return told(check_rank(facts_, others_)); }

  void assert_told(const std::string& line) {
    const std::string all = run();
    CPPUNIT_ASSERT_MESSAGE(all, all.find(line) != std::string::npos);
  }

  RankFacts facts_;
  std::vector<OtherPlugin> others_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckRankTest);

}  // namespace
}  // namespace tool
