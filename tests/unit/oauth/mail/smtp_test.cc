// SPDX-License-Identifier: MIT
#include "oauth/mail/smtp.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/base64.h"
#include "tests/support/mail_login.h"

namespace oauth {
namespace {

const MailScript hello{"S: 220 smtp.gmail.com ESMTP - gsmtp",
                       "C: EHLO [127.0.0.1]",
                       "S: 250-smtp.gmail.com at your service",
                       "S: 250-SIZE 35882577",
                       "S: 250-AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH",
                       "S: 250 SMTPUTF8"};

MailScript login(const MailScript& rest) {
  return hello + MailScript{"C: AUTH XOAUTH2 " + xoauth2_vector} + rest;
}

class SmtpTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SmtpTest);
  CPPUNIT_TEST(signs_in_at_once_and_begins_a_mail);
  CPPUNIT_TEST(keeps_to_the_longest_line_that_smtp_knows);
  CPPUNIT_TEST(answers_a_challenge_and_reads_all_of_the_last_words);
  CPPUNIT_TEST(reads_a_refusal_without_a_challenge);
  CPPUNIT_TEST(tells_a_trouble_from_a_refusal);
  CPPUNIT_TEST(sees_that_the_command_after_the_login_is_refused);
  CPPUNIT_TEST(begins_tls_and_believes_nothing_that_was_said_before);
  CPPUNIT_TEST(sends_no_token_in_the_clear);
  CPPUNIT_TEST(names_no_sender_that_needs_quoting);
  CPPUNIT_TEST(refuses_what_is_no_smtp);
  CPPUNIT_TEST_SUITE_END();

 public:
  void signs_in_at_once_and_begins_a_mail() {
    expect("accepted, accepted",
           login({"S: 235 2.7.0 Accepted", "C: MAIL FROM:<test.user@gmail.com>", "S: 250 2.1.0 OK",
                  "C: RSET", "S: 250", "C: QUIT", "S: 221 bye"}));
  }

  // RFC 4954 section 4: 512 octets with CRLF. With this user a token of 333 octets makes a message
  // of 372, 496 in base64 and a line of 511; one octet more makes a line of 515.
  void keeps_to_the_longest_line_that_smtp_knows() {
    for (const std::size_t size : {std::size_t(333), std::size_t(334)}) {
      const std::string token(size, 't');
      const std::string encoded(
          base64_encode("user=" + mail_user + "\1auth=Bearer " + token + "\1\1").reveal());
      const std::string line = "AUTH XOAUTH2 " + encoded;
      CPPUNIT_ASSERT_EQUAL(std::size_t(size == 333 ? 511 : 515), line.size() + 2);
      const MailScript at_once{"C: " + line};
      for (const char* empty : {"S: 334 ", "S: 334"}) {
        const MailScript two_lines{"C: AUTH XOAUTH2", empty, "C: " + encoded};
        assert_outcome(
            "refused: \"535 no\"",
            hello + (size == 333 ? at_once : two_lines) + MailScript{"S: 535 no", "C: QUIT", "END"},
            MailService::smtp, server(Encryption::tls), "XOAUTH2", token);
      }
    }
  }

  void answers_a_challenge_and_reads_all_of_the_last_words() {
    expect("refused by " + gmail_challenge +
               ": \"535 5.7.8 Username and Password not accepted. For more information, go to "
               "5.7.8  https://support.google.com/mail/?p=BadCredentials - gsmtp\"",
           login({"S: 334 " + gmail_challenge_vector, "C: ",
                  "S: 535-5.7.8 Username and Password not accepted. For more information, go to",
                  "S: 535 5.7.8  https://support.google.com/mail/?p=BadCredentials - gsmtp",
                  "C: QUIT", "END"}));
  }

  void reads_a_refusal_without_a_challenge() {
    const std::string words =
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the "
        "Tenant.";
    expect("refused: \"" + words + "\"", login({"S: " + words, "C: QUIT", "END"}));
  }

  void tells_a_trouble_from_a_refusal() {
    expect("refused for now: \"454 4.7.0 Temporary authentication failure\"",
           login({"S: 454 4.7.0 Temporary authentication failure", "C: QUIT", "END"}));
    expect("unavailable: smtp.gmail.com:465 takes nobody now: \"421 4.3.2 busy\"; try again later",
           {"S: 421 4.3.2 busy"});
  }

  void sees_that_the_command_after_the_login_is_refused() {
    expect("accepted, refused: \"550 5.7.60 not allowed to send as this sender\"",
           login({"S: 235 ok", "C: MAIL FROM:<test.user@gmail.com>",
                  "S: 550 5.7.60 not allowed to send as this sender", "C: QUIT", "END"}));
  }

  void begins_tls_and_believes_nothing_that_was_said_before() {
    expect("does not offer XOAUTH2",
           {"S: 220 ready", "C: EHLO [127.0.0.1]", "S: 250-me", "S: 250-AUTH XOAUTH2",
            "S: 250 STARTTLS", "C: STARTTLS", "S: 220 begin", "TLS", "C: EHLO [127.0.0.1]",
            "S: 250 me", "C: QUIT", "END"},
           Encryption::starttls);
  }

  void sends_no_token_in_the_clear() {
    const std::string sentence =
        "refused: smtp.gmail.com:465 offers no STARTTLS, and a token must not go in the clear; "
        "take its port for TLS";
    expect(sentence, {"S: 220 ready", "C: EHLO [127.0.0.1]", "S: 250-me", "S: 250 AUTH XOAUTH2"},
           Encryption::starttls);
    expect(sentence,
           {"S: 220 ready", "C: EHLO [127.0.0.1]", "S: 250-me", "S: 250 STARTTLS", "C: STARTTLS",
            "S: 454 TLS not available"},
           Encryption::starttls);
  }

  void names_no_sender_that_needs_quoting() {
    MailConversation conversation(nullptr, "smtp.gmail.com:465", {});
    const Smtp smtp(conversation);
    for (const char* user : {"u", "j\xc3\xb6rg@example.org", "a b@example.org", "a>b@example.org",
                             "\"a\"@example.org", "a,b@example.org"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("MAIL FROM:<>"), smtp.trial_commands(user)[0]);
    }
    CPPUNIT_ASSERT_EQUAL(std::string("MAIL FROM:<u+x@example.org>"),
                         smtp.trial_commands("u+x@example.org")[0]);
  }

  void refuses_what_is_no_smtp() {
    const std::string no_smtp = "bad_reply: smtp.gmail.com:465 does not answer in SMTP: \"";
    const std::string remedy = "\"; check its port and what listens there";
    expect(no_smtp + "* OK ready" + remedy, {"S: * OK ready"});
    expect(no_smtp + "22" + remedy, {"S: 22"});
    expect(no_smtp + "2200 ready" + remedy, {"S: 2200 ready"});
    expect(no_smtp + remedy, {"S: "});
    expect(no_smtp + "354 go" + remedy, login({"S: 235-ok", "S: 354 go"}));
  }

 private:
  static MailServer server(Encryption encryption) { return {"smtp.gmail.com", 465, encryption}; }

  static void expect(const std::string& outcome, const MailScript& script,
                     Encryption encryption = Encryption::tls) {
    assert_outcome(outcome, script, MailService::smtp, server(encryption), "XOAUTH2");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SmtpTest);

}  // namespace
}  // namespace oauth
