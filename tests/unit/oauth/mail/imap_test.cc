// SPDX-License-Identifier: MIT
#include "oauth/mail/imap.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/mail_login.h"

namespace oauth {
namespace {

const MailScript hello{"S: * OK Gimap ready", "C: A1 CAPABILITY",
                       "S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=PLAIN AUTH=OAUTHBEARER",
                       "S: A1 OK Thats all she wrote!"};

// What the server says where the client may send its message at once, and where it may not.
MailScript login(const MailScript& rest) {
  return hello + MailScript{"C: A2 AUTHENTICATE XOAUTH2 " + xoauth2_vector} + rest;
}

class ImapTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ImapTest);
  CPPUNIT_TEST(signs_in_at_once_and_reads_the_mailbox);
  CPPUNIT_TEST(waits_for_an_empty_challenge_without_sasl_ir);
  CPPUNIT_TEST(answers_a_challenge_and_reads_the_last_words);
  CPPUNIT_TEST(reads_a_refusal_without_a_challenge);
  CPPUNIT_TEST(tells_a_trouble_from_a_refusal);
  CPPUNIT_TEST(sees_that_the_command_after_the_login_is_refused);
  CPPUNIT_TEST(begins_tls_and_believes_nothing_that_was_said_before);
  CPPUNIT_TEST(sends_no_token_in_the_clear);
  CPPUNIT_TEST(refuses_what_is_no_imap);
  CPPUNIT_TEST(reads_through_what_nobody_asked_for);
  CPPUNIT_TEST(ends_when_the_server_asks_on_and_on);
  CPPUNIT_TEST_SUITE_END();

 public:
  void signs_in_at_once_and_reads_the_mailbox() {
    expect("accepted, accepted",
           login({"S: * CAPABILITY IMAP4rev1 MOVE", "S: A2 OK u authenticated (Success)",
                  "C: A3 EXAMINE INBOX", "S: * 12 EXISTS", "S: A3 OK [READ-ONLY] done",
                  "C: A4 LOGOUT", "S: * BYE bye", "S: A4 OK done"}));
  }

  void waits_for_an_empty_challenge_without_sasl_ir() {
    for (const char* empty : {"S: +", "S: + "}) {
      expect("accepted, accepted",
             {"S: * OK ready", "C: A1 CAPABILITY", "S: * CAPABILITY IMAP4rev1 AUTH=XOAUTH2",
              "S: A1 OK done", "C: A2 AUTHENTICATE XOAUTH2", empty, "C: " + xoauth2_vector,
              "S: A2 OK done", "C: A3 EXAMINE INBOX", "S: A3 OK done", "C: A4 LOGOUT", "END"});
    }
    expect(
        "bad_reply: imap.gmail.com:993 sent a challenge before it had anything to judge, and "
        "mail programs do not go on from there: \"try again\"; tell its administrator",
        {"S: * OK ready", "C: A1 CAPABILITY", "S: * CAPABILITY IMAP4rev1 AUTH=XOAUTH2",
         "S: A1 OK done", "C: A2 AUTHENTICATE XOAUTH2", "S: + dHJ5IGFnYWlu"});
  }

  void answers_a_challenge_and_reads_the_last_words() {
    expect("refused by " + gmail_challenge +
               ": \"NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\"",
           login({"S: + " + gmail_challenge_vector,
                  "C: ", "S: A2 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
                  "C: A3 LOGOUT", "END"}));
    const MailScript refused =
        hello + MailScript{"C: A2 AUTHENTICATE OAUTHBEARER " + oauthbearer_vector,
                           "S: + " + gmail_challenge_vector,
                           "C: AQ==",
                           "S: A2 NO no",
                           "C: A3 LOGOUT",
                           "END"};
    expect("refused by " + gmail_challenge + ": \"NO no\"", refused, "OAUTHBEARER");
    expect("refused by try again: \"NO no\"",
           login({"S: + dHJ5IGFnYWlu", "C: ", "S: A2 NO no", "C: A3 LOGOUT", "END"}));
    expect("refused by not base64: \"NO no\"",
           login({"S: + not base64", "C: ", "S: A2 NO no", "C: A3 LOGOUT", "END"}));
  }

  void reads_a_refusal_without_a_challenge() {
    expect("refused: \"NO AUTHENTICATE failed.\"",
           login({"S: A2 NO AUTHENTICATE failed.", "C: A3 LOGOUT", "END"}));
    expect("refused: \"BAD what?\"", login({"S: A2 BAD what?", "C: A3 LOGOUT", "END"}));
  }

  void tells_a_trouble_from_a_refusal() {
    expect("refused for now: \"NO [UNAVAILABLE] backend is down\"",
           login({"S: A2 NO [UNAVAILABLE] backend is down", "C: A3 LOGOUT", "END"}));
    expect("refused for now: \"BYE too many connections\"",
           login({"S: * BYE too many connections", "END", "C: A3 LOGOUT", "END"}));
    expect("unavailable: connection was lost",
           login({"S: + " + gmail_challenge_vector, "C: ", "END"}));
    expect("unavailable: imap.gmail.com:993 takes nobody now: \"overloaded\"; try again later",
           {"S: * BYE overloaded"});
  }

  void sees_that_the_command_after_the_login_is_refused() {
    expect("accepted, refused: \"BAD User is authenticated but not connected.\"",
           login({"S: A2 OK AUTHENTICATE completed.", "C: A3 EXAMINE INBOX",
                  "S: A3 BAD User is authenticated but not connected.", "C: A4 LOGOUT", "END"}));
    expect(
        "accepted, refused for now: \"BYE Session invalidated - AccessTokenExpired\"",
        login({"S: A2 OK done", "C: A3 EXAMINE INBOX",
               "S: * BYE Session invalidated - AccessTokenExpired", "END", "C: A4 LOGOUT", "END"}));
  }

  void begins_tls_and_believes_nothing_that_was_said_before() {
    const MailScript before{"S: * OK ready",
                            "C: A1 CAPABILITY",
                            "S: * CAPABILITY IMAP4rev1 STARTTLS SASL-IR AUTH=XOAUTH2",
                            "S: A1 OK done",
                            "C: A2 STARTTLS",
                            "S: A2 OK begin",
                            "TLS",
                            "C: A3 CAPABILITY"};
    expect("does not offer XOAUTH2",
           before + MailScript{"S: * CAPABILITY IMAP4rev1 AUTH=PLAIN", "S: A3 OK done",
                               "C: A4 LOGOUT", "END"},
           "XOAUTH2", Encryption::starttls);
    expect("accepted, accepted",
           before + MailScript{"S: * CAPABILITY IMAP4rev1 AUTH=XOAUTH2", "S: A3 OK done",
                               "C: A4 AUTHENTICATE XOAUTH2", "S: +", "C: " + xoauth2_vector,
                               "S: A4 OK done", "C: A5 EXAMINE INBOX", "S: A5 OK done",
                               "C: A6 LOGOUT", "END"},
           "XOAUTH2", Encryption::starttls);
  }

  void sends_no_token_in_the_clear() {
    const std::string sentence =
        "refused: imap.gmail.com:993 offers no STARTTLS, and a token must not go in the clear; "
        "take its port for TLS";
    expect(sentence,
           {"S: * OK ready", "C: A1 CAPABILITY", "S: * CAPABILITY IMAP4rev1 AUTH=XOAUTH2",
            "S: A1 OK done"},
           "XOAUTH2", Encryption::starttls);
    expect(sentence,
           {"S: * OK ready", "C: A1 CAPABILITY", "S: * CAPABILITY IMAP4rev1 STARTTLS",
            "S: A1 OK done", "C: A2 STARTTLS", "S: A2 NO not today"},
           "XOAUTH2", Encryption::starttls);
    expect(
        "bad_reply: imap.gmail.com:993 says that we are signed in before we are, so nothing can "
        "be tested there",
        {"S: * PREAUTH welcome"}, "XOAUTH2", Encryption::starttls);
  }

  void refuses_what_is_no_imap() {
    const std::string no_imap = "bad_reply: imap.gmail.com:993 does not answer in IMAP: \"";
    const std::string remedy = "\"; check its port and what listens there";
    expect(no_imap + "HTTP/1.1 400 Bad Request" + remedy, {"S: HTTP/1.1 400 Bad Request"});
    expect(no_imap + "+OK ready" + remedy, {"S: +OK ready"});
    expect(no_imap + "\x3f\x3f[31m" + remedy, {"S: \x01\x1b[31m"});
    expect(no_imap + "A9 OK done" + remedy, login({"S: A9 OK done"}));
    expect(no_imap + "A2 MAYBE" + remedy, login({"S: A2 MAYBE"}));
    expect(no_imap + remedy, login({"S: "}));
  }

  void reads_through_what_nobody_asked_for() {
    MailScript flood;
    for (int i = 0; i < 1000; ++i) flood.push_back("S: * " + std::to_string(i) + " RECENT");
    expect("accepted, accepted", login(flood + MailScript{"S: A2 OK done", "C: A3 EXAMINE INBOX",
                                                          "S: A3 OK done", "C: A4 LOGOUT", "END"}));
  }

  void ends_when_the_server_asks_on_and_on() {
    expect(
        "bad_reply: imap.gmail.com:993 asks on and on instead of taking or refusing the token; "
        "tell its administrator",
        login({"S: + e30=", "C: ", "S: +", "C: ", "S: + "}));
  }

 private:
  static void expect(const std::string& outcome, const MailScript& script,
                     const std::string& mechanism = "XOAUTH2",
                     Encryption encryption = Encryption::tls) {
    const MailServer server{"imap.gmail.com", 993, encryption};
    assert_outcome(outcome, script, MailService::imap, server, mechanism);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ImapTest);

}  // namespace
}  // namespace oauth
