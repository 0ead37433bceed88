// SPDX-License-Identifier: MIT
#include "oauth/mail/mail_trial.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

#include "tests/support/mail_login.h"

namespace oauth {
namespace {

MailScript hello(const std::string& capabilities) {
  return {"S: * OK ready", "C: A1 CAPABILITY", "S: * CAPABILITY SASL-IR " + capabilities,
          "S: A1 OK done"};
}

const MailScript both = hello("AUTH=XOAUTH2 AUTH=PLAIN AUTH=OAUTHBEARER");
const MailScript goes_well{"S: A2 OK done", "C: A3 EXAMINE INBOX", "S: A3 OK done", "C: A4 LOGOUT",
                           "END"};

MailScript over(const std::string& mechanism, const MailScript& rest) {
  const std::string& message = mechanism == "XOAUTH2" ? xoauth2_vector : oauthbearer_vector;
  return MailScript{"C: A2 AUTHENTICATE " + mechanism + " " + message} + rest;
}

std::string text_of(const TrialOutcome& outcome) {
  constexpr const char* steps[] = {"connecting", "choosing", "signing in", "using mailbox"};
  std::string text = outcome.mechanism + " " + steps[static_cast<int>(outcome.step)] + ": ";
  if (!outcome.error) return text + "ok";
  text += std::string(kind_name(outcome.error->kind)) + ": " + outcome.error->message;
  if (outcome.challenge.is_refusal) text += "; status " + outcome.challenge.status;
  return text + (outcome.words.empty() ? "" : "; " + outcome.words);
}

class MailTrialTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MailTrialTest);
  CPPUNIT_TEST(tries_each_mechanism_that_is_offered_over_its_own_connection);
  CPPUNIT_TEST(tries_the_one_that_is_asked_for);
  CPPUNIT_TEST(says_what_is_offered_instead);
  CPPUNIT_TEST(tells_a_refused_token_from_a_refused_mailbox);
  CPPUNIT_TEST(tells_why_a_connection_failed);
  CPPUNIT_TEST(shows_no_secret_that_the_server_repeats);
  CPPUNIT_TEST(shows_no_token_that_the_server_greets_with);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tries_each_mechanism_that_is_offered_over_its_own_connection() {
    expect({"OAUTHBEARER using mailbox: ok", "XOAUTH2 using mailbox: ok"},
           {both + over("OAUTHBEARER", goes_well), both + over("XOAUTH2", goes_well)});
    expect({"XOAUTH2 using mailbox: ok"}, {hello("AUTH=XOAUTH2") + over("XOAUTH2", goes_well)});
  }

  void tries_the_one_that_is_asked_for() {
    expect({"XOAUTH2 using mailbox: ok"}, {both + over("XOAUTH2", goes_well)}, "XOAUTH2");
  }

  void says_what_is_offered_instead() {
    expect({" choosing: refused: imap.gmail.com:993 offers neither OAUTHBEARER nor XOAUTH2, but "
            "PLAIN LOGIN; name another server or mechanism"},
           {hello("AUTH=PLAIN AUTH=LOGIN") + MailScript{"C: A2 LOGOUT", "END"}});
    expect({" choosing: refused: imap.gmail.com:993 offers no OAUTHBEARER, but no way to sign in "
            "at all; name another server or mechanism"},
           {hello("LOGINDISABLED") + MailScript{"C: A2 LOGOUT", "END"}}, "OAUTHBEARER");
  }

  void tells_a_refused_token_from_a_refused_mailbox() {
    const std::string refused = ": imap.gmail.com:993 refused the token of test.user@gmail.com";
    expect({"XOAUTH2 signing in: consent_needed" + refused + "; status 400; NO no"},
           {both + over("XOAUTH2", {"S: + " + gmail_challenge_vector, "C: ", "S: A2 NO no",
                                    "C: A3 LOGOUT", "END"})},
           "XOAUTH2");
    expect({"XOAUTH2 signing in: refused" + refused + "; NO no"},
           {both + over("XOAUTH2", {"S: A2 NO no", "C: A3 LOGOUT", "END"})}, "XOAUTH2");
    expect({"XOAUTH2 using mailbox: refused: imap.gmail.com:993 took the token, but does not let "
            "test.user@gmail.com use the mailbox; BAD not connected"},
           {both + over("XOAUTH2", {"S: A2 OK done", "C: A3 EXAMINE INBOX",
                                    "S: A3 BAD not connected", "C: A4 LOGOUT", "END"})},
           "XOAUTH2");
    expect({"XOAUTH2 signing in: unavailable: imap.gmail.com:993 refused it for now; try again "
            "later; NO [UNAVAILABLE] down"},
           {both + over("XOAUTH2", {"S: A2 NO [UNAVAILABLE] down", "C: A3 LOGOUT", "END"})},
           "XOAUTH2");
  }

  void tells_why_a_connection_failed() {
    expect({" connecting: unavailable: cannot connect"}, {});
    expect({"OAUTHBEARER using mailbox: ok", "XOAUTH2 connecting: unavailable: cannot connect"},
           {both + over("OAUTHBEARER", goes_well)});
    expect({"XOAUTH2 signing in: unavailable: connection was lost"},
           {both + over("XOAUTH2", {"S: + e30=", "C: ", "END"})}, "XOAUTH2");
  }

  void shows_no_secret_that_the_server_repeats() {
    std::string shown;
    const auto tell = [&](Speaker, std::string_view line) { shown.append(line).append("\n"); };
    const std::string echo = mail_token + " and " + xoauth2_vector;
    ScriptedMail network({both + over("XOAUTH2", {"S: + " + echo, "C: ", "S: A2 NO " + echo,
                                                  "C: A3 LOGOUT", "END"})});
    const auto outcomes = try_mail_server(network, trial("XOAUTH2"), token(), {}, tell);
    CPPUNIT_ASSERT_EQUAL(std::string("NO <secret> and <secret>"), outcomes[0].words);
    CPPUNIT_ASSERT_EQUAL(shown.npos, shown.find(mail_token));
    CPPUNIT_ASSERT_EQUAL(shown.npos, shown.find(xoauth2_vector));
    CPPUNIT_ASSERT_EQUAL(std::string(), network.faults());
  }

  // It may have it from the mechanism before.
  void shows_no_token_that_the_server_greets_with() {
    std::string shown;
    const auto tell = [&](Speaker, std::string_view line) { shown.append(line).append("\n"); };
    ScriptedMail network({{"S: * OK " + mail_token, "C: A1 CAPABILITY", "S: " + mail_token}});
    const auto outcomes = try_mail_server(network, trial("XOAUTH2"), token(), {}, tell);
    CPPUNIT_ASSERT_EQUAL(std::string("* OK <secret>\nA1 CAPABILITY\n<secret>\n"), shown);
    CPPUNIT_ASSERT_EQUAL(
        std::string(" connecting: bad_reply: imap.gmail.com:993 does not answer in IMAP: "
                    "\"<secret>\"; check its port and what listens there"),
        text_of(outcomes[0]));
  }

 private:
  static Secret token() { return Secret::copy_of(mail_token); }

  static MailTrial trial(const std::string& mechanism) {
    return {MailService::imap, {"imap.gmail.com", 993, Encryption::tls}, mail_user, mechanism};
  }

  static void expect(const std::vector<std::string>& texts, const std::vector<MailScript>& scripts,
                     const std::string& mechanism = "") {
    ScriptedMail network(scripts);
    const auto outcomes = try_mail_server(network, trial(mechanism), token(), {}, {});
    CPPUNIT_ASSERT_EQUAL(texts.size(), outcomes.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      CPPUNIT_ASSERT_EQUAL(texts[i], text_of(outcomes[i]));
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), network.faults());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MailTrialTest);

}  // namespace
}  // namespace oauth
