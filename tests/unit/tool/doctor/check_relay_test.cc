// SPDX-License-Identifier: MIT
#include "tool/doctor/check_relay.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"

namespace tool {
namespace {

constexpr char applying[] = "sudo sasl-oauth postfix '[smtp.example]:587' you@h --apply\n";

class CheckRelayTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckRelayTest);
  CPPUNIT_TEST(is_content_with_a_whole_set_up);
  CPPUNIT_TEST(tells_where_mail_goes_instead);
  CPPUNIT_TEST(tells_whom_postfix_finds_instead);
  CPPUNIT_TEST(tells_of_a_policy_that_takes_any_certificate);
  CPPUNIT_TEST(asks_the_tables_as_postfix_does);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    facts_ = {{"smtp.example", 587, false}, "you@h", "hash:/m", "you@h", ""};
    settings_ = {};
    settings_.parameters["relayhost"] = "[smtp.example]:587";
  }

  void is_content_with_a_whole_set_up() {
    facts_.policy = "secure match=smtp.example";
    CPPUNIT_ASSERT_EQUAL(std::string("ok: mail for others goes through [smtp.example]:587\n"
                                     "ok: Postfix finds you@h in hash:/m for [smtp.example]:587\n"),
                         run());
  }

  void tells_where_mail_goes_instead() {
    settings_.parameters["relayhost"] = "other";
    assert_told("problem: mail goes through other, not through [smtp.example]:587 -> " +
                std::string(applying));
    settings_.parameters["relayhost"] = "";
    assert_told("problem: there is no relayhost: mail does not go through [smtp.example]:587 -> ");
    settings_.parameters["transport_maps"] = "hash:/t";
    assert_told(
        "note: there is no relayhost: mail does not go through [smtp.example]:587, unless "
        "transport_maps or sender_dependent_relayhost_maps says so -> ");
  }

  void tells_whom_postfix_finds_instead() {
    facts_.found = "";
    assert_told("problem: Postfix finds no account in hash:/m for [smtp.example]:587 -> " +
                std::string(applying));
    facts_.found = "him@h";
    assert_told("problem: Postfix finds him@h in hash:/m for [smtp.example]:587, not you@h -> " +
                std::string(applying));
  }

  void tells_of_a_policy_that_takes_any_certificate() {
    facts_.policy = "encrypt";
    assert_told(
        "warning: smtp_tls_policy_maps has encrypt for [smtp.example]:587: whoever is in "
        "between gets the token with any certificate -> [smtp.example]:587 secure   (in "
        "smtp_tls_policy_maps)\n");
  }

  void asks_the_tables_as_postfix_does() {
    FakePrograms programs;
    settings_.parameters["smtp_sasl_password_maps"] = "ldap:/l, hash:/p";
    settings_.parameters["smtp_tls_policy_maps"] = "hash:/empty hash:/policy";
    programs.answers["postmap -q [smtp.example]:587 hash:/p"] = {0, "you@h:oauth2\n"};
    programs.answers["postmap -q [smtp.example]:587 hash:/policy"] = {0, "may\n"};
    RelayFacts facts = relay_facts(facts_.relay, "you@h", settings_, programs);
    CPPUNIT_ASSERT_EQUAL(std::string("hash:/p"), facts.table);
    CPPUNIT_ASSERT_EQUAL(std::string("you@h"), facts.found);
    CPPUNIT_ASSERT_EQUAL(std::string("may"), facts.policy);
    // The host alone comes first.
    programs.answers["postmap -q smtp.example hash:/p"] = {0, "me@h:secret\n"};
    facts = relay_facts(facts_.relay, "you@h", settings_, programs);
    CPPUNIT_ASSERT_EQUAL(std::string(), facts.found);
  }

 private:
  std::string run() { return told(check_relay(facts_, settings_)); }

  void assert_told(const std::string& line) {
    CPPUNIT_ASSERT_MESSAGE(line + "\n" + run(), run().find(line) != std::string::npos);
  }

  RelayFacts facts_;
  PostfixSettings settings_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckRelayTest);

}  // namespace
}  // namespace tool
