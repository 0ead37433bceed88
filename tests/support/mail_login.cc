// SPDX-License-Identifier: MIT
#include "tests/support/mail_login.h"

#include <cppunit/TestAssert.h>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

std::string words_for(const Result<MailAnswer>& answer) {
  if (!answer) return sentence_of(answer);
  if (answer->is_accepted) return "accepted";
  const std::string by = answer->challenge.empty() ? "" : " by " + answer->challenge;
  return (answer->is_for_now ? "refused for now" : "refused") + by + ": \"" + answer->words + "\"";
}

std::string outcome_of(Network& network, MailService service, const MailServer& server,
                       const std::string& mechanism_name, const std::string& token) {
  auto dialogue = MailDialogue::begin(network, service, server, {}, {});
  if (!dialogue) return sentence_of(dialogue);
  const SaslMechanism& mechanism = sasl_mechanisms[mechanism_name == "XOAUTH2" ? 1 : 0];
  std::string outcome = "does not offer " + mechanism_name;
  if ((*dialogue)->offers(mechanism_name)) {
    const std::string port = std::to_string(server.port);
    const Secret message = mechanism.initial_response({mail_user, token, server.host, port});
    const auto answer = (*dialogue)->authenticate(mechanism, message);
    outcome = words_for(answer);
    if (!answer) return outcome;
    if (answer->is_accepted) outcome += ", " + words_for((*dialogue)->try_mailbox(mail_user));
  }
  (*dialogue)->end();
  return outcome;
}

}  // namespace

MailScript operator+(MailScript one, const MailScript& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

void assert_outcome(const std::string& outcome, const MailScript& script, MailService service,
                    const MailServer& server, const std::string& mechanism,
                    const std::string& token) {
  ScriptedMail network({script});
  CPPUNIT_ASSERT_EQUAL(outcome, outcome_of(network, service, server, mechanism, token));
  CPPUNIT_ASSERT_EQUAL(std::string(), network.faults());
}

}  // namespace oauth
