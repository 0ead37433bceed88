// SPDX-License-Identifier: MIT
#include "oauth/mail/pop.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/mail_login.h"

namespace oauth {
namespace {

const MailScript hello{"S: +OK Gpop ready",
                       "C: CAPA",
                       "S: +OK Capability list follows",
                       "S: USER",
                       "S: RESP-CODES",
                       "S: SASL PLAIN XOAUTH2 OAUTHBEARER",
                       "S: ."};

MailScript login(const MailScript& rest) {
  return hello + MailScript{"C: AUTH XOAUTH2", "S: + ", "C: " + xoauth2_vector} + rest;
}

class PopTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PopTest);
  CPPUNIT_TEST(signs_in_by_two_lines_and_looks_at_the_mailbox);
  CPPUNIT_TEST(answers_a_challenge_and_reads_the_last_words);
  CPPUNIT_TEST(tells_a_trouble_from_a_refusal);
  CPPUNIT_TEST(sees_that_the_command_after_the_login_is_refused);
  CPPUNIT_TEST(begins_tls_and_believes_nothing_that_was_said_before);
  CPPUNIT_TEST(sends_no_token_in_the_clear);
  CPPUNIT_TEST(takes_a_server_without_capabilities_for_one_that_offers_nothing);
  CPPUNIT_TEST(refuses_what_is_no_pop);
  CPPUNIT_TEST_SUITE_END();

 public:
  // Exchange Online closes the connection on a message in the line of AUTH.
  void signs_in_by_two_lines_and_looks_at_the_mailbox() {
    for (const char* empty : {"S: +", "S: + "}) {
      expect("accepted, accepted",
             hello + MailScript{"C: AUTH XOAUTH2", empty, "C: " + xoauth2_vector, "S: +OK Welcome.",
                                "C: STAT", "S: +OK 2 320", "C: QUIT", "S: +OK bye"});
    }
  }

  void answers_a_challenge_and_reads_the_last_words() {
    expect("refused by " + gmail_challenge + ": \"-ERR [AUTH] Invalid credentials\"",
           login({"S: + " + gmail_challenge_vector, "C: ", "S: -ERR [AUTH] Invalid credentials",
                  "C: QUIT", "END"}));
    expect("refused: \"-ERR Authentication failure: unknown user name or bad password.\"",
           login({"S: -ERR Authentication failure: unknown user name or bad password.", "C: QUIT",
                  "END"}));
    expect("refused: \"-ERR what?\"",
           hello + MailScript{"C: AUTH XOAUTH2", "S: -ERR what?", "C: QUIT", "END"});
  }

  void tells_a_trouble_from_a_refusal() {
    expect("refused for now: \"-ERR [SYS/TEMP] later\"",
           login({"S: -ERR [SYS/TEMP] later", "C: QUIT", "END"}));
    expect("refused for now: \"-ERR [IN-USE] locked\"",
           login({"S: -ERR [IN-USE] locked", "C: QUIT", "END"}));
    expect("unavailable: pop.gmail.com:995 takes nobody now: \"-ERR busy\"; try again later",
           {"S: -ERR busy"});
  }

  void sees_that_the_command_after_the_login_is_refused() {
    expect("accepted, refused: \"-ERR no mailbox\"",
           login({"S: +OK", "C: STAT", "S: -ERR no mailbox", "C: QUIT", "END"}));
    expect("accepted, unavailable: connection was lost",
           login({"S: +OK", "C: STAT", "END", "C: QUIT", "END"}));
  }

  void begins_tls_and_believes_nothing_that_was_said_before() {
    expect("does not offer XOAUTH2",
           {"S: +OK ready", "C: CAPA", "S: +OK", "S: STLS", "S: SASL XOAUTH2", "S: .", "C: STLS",
            "S: +OK begin", "TLS", "C: CAPA", "S: +OK", "S: SASL PLAIN", "S: .", "C: QUIT", "END"},
           Encryption::starttls);
  }

  void sends_no_token_in_the_clear() {
    expect(
        "refused: pop.gmail.com:995 offers no STLS, and a token must not go in the clear; take "
        "its port for TLS",
        {"S: +OK ready", "C: CAPA", "S: +OK", "S: SASL XOAUTH2", "S: ."}, Encryption::starttls);
  }

  void takes_a_server_without_capabilities_for_one_that_offers_nothing() {
    expect("does not offer XOAUTH2",
           {"S: +OK ready", "C: CAPA", "S: -ERR what?", "C: QUIT", "END"});
  }

  void refuses_what_is_no_pop() {
    const std::string no_pop = "bad_reply: pop.gmail.com:995 does not answer in POP: \"";
    const std::string remedy = "\"; check its port and what listens there";
    expect(no_pop + "* OK ready" + remedy, {"S: * OK ready"});
    expect(no_pop + "+" + remedy, {"S: + "});
    expect(no_pop + "220 ready" + remedy, {"S: 220 ready"});
    expect(no_pop + "ok" + remedy, login({"S: ok"}));
  }

 private:
  static void expect(const std::string& outcome, const MailScript& script,
                     Encryption encryption = Encryption::tls) {
    const MailServer server{"pop.gmail.com", 995, encryption};
    assert_outcome(outcome, script, MailService::pop, server, "XOAUTH2");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PopTest);

}  // namespace
}  // namespace oauth
