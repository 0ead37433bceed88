// SPDX-License-Identifier: MIT
#include "tool/doctor/check_postfix.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"

namespace tool {
namespace {

constexpr char reload[] = " && postfix reload";

class CheckPostfixTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckPostfixTest);
  CPPUNIT_TEST(is_content_with_what_the_manual_says);
  CPPUNIT_TEST(leaves_a_postfix_with_passwords_alone);
  CPPUNIT_TEST(tells_that_it_cannot_see_the_accounts);
  CPPUNIT_TEST(tells_what_a_chroot_means);
  CPPUNIT_TEST(tells_of_a_service_that_stays_root);
  CPPUNIT_TEST(has_the_line_for_each_setting_that_keeps_tokens_away);
  CPPUNIT_TEST(has_the_line_for_each_setting_that_endangers_them);
  CPPUNIT_TEST(names_the_service_whose_own_setting_it_is);
  CPPUNIT_TEST(says_once_what_two_services_share);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    facts_ = {};
    facts_.settings.parameters = {{"mail_owner", "postfix"},
                                  {"queue_directory", "/var/spool/postfix"},
                                  {"relayhost", "[smtp.example]:587"},
                                  {"smtp_sasl_auth_enable", "yes"},
                                  {"smtp_sasl_mechanism_filter", "xoauth2"},
                                  {"smtp_sasl_password_maps", "hash:/m"},
                                  {"smtp_sasl_security_options", "noplaintext, noanonymous"},
                                  {"smtp_sasl_tls_security_options", "noanonymous"},
                                  {"smtp_sasl_type", "cyrus"},
                                  {"smtp_tls_security_level", "secure"}};
    facts_.settings.services = {{"smtp", "unix", false, {}}};
    facts_.passwords = {{1, "[smtp.example]:587", "you@h", PasswordKind::account, "you@h"}};
    facts_.serves = [](const std::string& user) { return user == "you@h"; };
    facts_.has_file = [](const std::string&) { return true; };
    facts_.ranks_high = true;
  }

  void is_content_with_what_the_manual_says() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("ok: Postfix's service smtp is not in a chroot\n"
                    "ok: Postfix signs in to [smtp.example]:587 as you@h with an account of "
                    "sasl-oauth\n"),
        run());
  }

  void leaves_a_postfix_with_passwords_alone() {
    facts_.passwords = {{1, "h", "me@h", PasswordKind::other, ""}};
    set("smtp_sasl_mechanism_filter", "plain");
    set("smtp_tls_security_level", "");
    CPPUNIT_ASSERT_EQUAL(std::string("ok: Postfix has no account of sasl-oauth and signs in, if at "
                                     "all, with passwords\n"),
                         run());
  }

  void tells_that_it_cannot_see_the_accounts() {
    facts_.serves = nullptr;
    assert_told(
        "note: the accounts of Postfix's user postfix cannot be seen by us -> sudo "
        "sasl-oauth doctor --for postfix\n");
  }

  void tells_what_a_chroot_means() {
    facts_.settings.services[0].is_jailed = true;
    assert_told(
        "problem: Postfix's service smtp runs in a chroot (/var/spool/postfix), and takes nothing "
        "of sasl-oauth's along: plugin.conf's jailed: does not say smtp=postfix -> jailed: "
        "smtp=postfix lmtp=postfix   (in plugin.conf)\n");
    facts_.takes_along = true;
    assert_told(
        "ok: Postfix's service smtp runs in a chroot (/var/spool/postfix), and takes along "
        "what it needs\n");
    CPPUNIT_ASSERT(run().find("warning") == std::string::npos);
    facts_.has_file = [](const std::string& path) {
      return path != "/var/spool/postfix/etc/resolv.conf" && path != "/var/spool/postfix/etc/hosts";
    };
    for (const std::string file : {"etc/resolv.conf", "etc/hosts"}) {
      assert_told("warning: the chroot has no " + file +
                  ", so names are not found from within -> install -D -m 644 /" + file +
                  " /var/spool/postfix/" + file + "\n");
    }
  }

  void tells_of_a_service_that_stays_root() {
    facts_.settings.services[0].keeps_root = true;
    assert_told(
        "problem: Postfix's service smtp stays root, and does not find the accounts of "
        "postfix -> postconf -F 'smtp/unix/unprivileged = y' && postfix reload\n");
  }

  void has_the_line_for_each_setting_that_keeps_tokens_away() {
    const struct {
      const char* name;
      const char* value;
      const char* told;
    } cases[] = {
        {"smtp_sasl_auth_enable", "no",
         "problem: Postfix's service smtp does not sign in at all -> postconf -e "
         "'smtp_sasl_auth_enable = yes'"},
        {"smtp_sasl_type", "dovecot",
         "problem: Postfix's service smtp has smtp_sasl_type = dovecot, which is not Cyrus SASL -> "
         "postconf -e 'smtp_sasl_type = cyrus'"},
        {"smtp_sasl_mechanism_filter", "plain, login",
         "problem: Postfix's service smtp lets neither XOAUTH2 nor OAUTHBEARER pass -> postconf -e "
         "'smtp_sasl_mechanism_filter = xoauth2, oauthbearer'"},
        {"smtp_sasl_mechanism_filter", "!xoauth2 !OAUTHBEARER",
         "problem: Postfix's service smtp lets neither"},
        {"smtp_sasl_mechanism_filter", "hash:/filter",
         "note: Postfix's service smtp has a table as smtp_sasl_mechanism_filter; see that it lets "
         "XOAUTH2 or OAUTHBEARER pass -> "},
        {"smtp_sasl_tls_security_options", "noplaintext, noanonymous",
         "problem: Postfix's service smtp demands noplaintext under TLS too, which no bearer token "
         "can claim: \"No worthy mechs found\" -> postconf -e 'smtp_sasl_tls_security_options = "
         "noanonymous'"},
        {"smtp_sasl_tls_security_options", "mutual_auth",
         "problem: Postfix's service smtp demands mutual_auth under TLS"},
        {"smtp_sasl_password_maps", "",
         "problem: smtp_sasl_password_maps is empty, so Postfix has no user to sign in -> sudo "
         "sasl-oauth postfix RELAY ACCOUNT --apply"},
    };
    for (const auto& each : cases) {
      setUp();
      set(each.name, each.value);
      assert_told(each.told);
    }
    setUp();
    facts_.claims_no_plaintext = true;
    set("smtp_sasl_tls_security_options", "noplaintext");
    CPPUNIT_ASSERT(run().find("No worthy mechs") == std::string::npos);
    facts_.ranks_high = false;
    set("smtp_sasl_mechanism_filter", "");
    assert_told(
        "note: Postfix's service smtp names no mechanism, and passwords rank above tokens "
        "in it -> postconf -e 'smtp_sasl_mechanism_filter = xoauth2'");
    facts_.settings.services.clear();
    assert_told("problem: master.cf has no service that runs smtp -> postconf -M smtp/unix=");
  }

  void has_the_line_for_each_setting_that_endangers_them() {
    set("smtp_tls_security_level", "");
    assert_told(
        "problem: Postfix's service smtp uses no TLS: a token would go in clear -> postconf "
        "-e 'smtp_tls_security_level = secure'");
    set("smtp_tls_policy_maps", "hash:/p");
    assert_told(
        "note: Postfix's service smtp uses TLS only where smtp_tls_policy_maps says so -> ");
    set("smtp_use_tls", "yes");
    assert_told("warning: Postfix's service smtp goes on without TLS if the server");
    set("smtp_enforce_tls", "yes");
    facts_.ca_file = "/ca.crt";
    assert_told(
        "warning: Postfix's service smtp takes any certificate: whoever is in between gets "
        "the token -> postconf -e 'smtp_tls_CAfile = /ca.crt' && postconf -e "
        "'smtp_tls_security_level = secure' && postfix reload\n");
    set("smtp_tls_CApath", "/etc/ssl/certs");
    assert_told("gets the token -> postconf -e 'smtp_tls_security_level = secure'");
    for (const char* level : {"verify", "secure", "dane-only", "fingerprint"}) {
      set("smtp_tls_security_level", level);
      CPPUNIT_ASSERT_MESSAGE(level, run().find("certificate") == std::string::npos);
    }
    set("smtp_tls_security_level", "may");
    assert_told(
        "warning: Postfix's service smtp goes on without TLS if the server, or somebody in "
        "between, says so -> ");
    set("smtp_sasl_security_options", "");
    assert_told(
        "warning: Postfix's service smtp would send a token over a connection without TLS "
        "(smtp_sasl_security_options lacks noplaintext) -> postconf -e "
        "'smtp_sasl_security_options = noplaintext, noanonymous'");
    set("relayhost", "[smtp.example]:465");
    assert_told(
        "problem: Postfix's service smtp speaks to port 465 without TLS from the start -> "
        "postconf -e 'smtp_tls_wrappermode = yes'");
    set("smtp_sasl_auth_cache_name", "proxy:btree:/c");
    assert_told(
        "warning: Postfix's service smtp remembers a refused login for 90 days by its "
        "password, which never changes here: one refusal stops all mail -> postconf -e "
        "'smtp_sasl_auth_cache_name = '");
  }

  void names_the_service_whose_own_setting_it_is() {
    facts_.settings.services[0].overrides["smtp_sasl_mechanism_filter"] = "login";
    assert_told(
        "-> postconf -P 'smtp/unix/smtp_sasl_mechanism_filter=xoauth2,oauthbearer' && "
        "postfix reload\n");
  }

  void says_once_what_two_services_share() {
    facts_.settings.services.push_back({"relay", "unix", false, {{"syslog_name", "x"}}});
    facts_.settings.services.push_back({"other", "unix", false, {{"smtp_sasl_type", "dovecot"}}});
    const std::string all = run();
    CPPUNIT_ASSERT_MESSAGE(all, all.find("service relay") == std::string::npos);
    CPPUNIT_ASSERT_MESSAGE(all, all.find("service other") != std::string::npos);
    CPPUNIT_ASSERT_MESSAGE(all, all.find(reload) != std::string::npos);
  }

 private:
  void set(const std::string& name, const std::string& value) {
    facts_.settings.parameters[name] = value;
  }

  std::string run() { return told(check_postfix(facts_)); }

  void assert_told(const std::string& line) {
    const std::string all = run();
    CPPUNIT_ASSERT_MESSAGE(line + "\n" + all, all.find(line) != std::string::npos);
  }

  PostfixFacts facts_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckPostfixTest);

}  // namespace
}  // namespace tool
