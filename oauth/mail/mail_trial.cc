// SPDX-License-Identifier: MIT
#include "oauth/mail/mail_trial.h"

#include <memory>
#include <utility>

#include "oauth/base/text.h"
#include "oauth/mail/mail_dialogue.h"
#include "oauth/wire/sasl_message.h"

namespace oauth {
namespace {

// One trial and what it is made with.
class Trial {
 public:
  Trial(Network& network, const MailTrial& trial, const Secret& token,
        const NetworkSettings& settings, const MailTranscript& transcript)
      : network_(network),
        trial_(trial),
        token_(token),
        settings_(settings),
        transcript_(transcript),
        address_(host_and_port(trial.server.host, trial.server.port)) {}

  std::vector<TrialOutcome> run() {
    auto dialogue = begin();
    if (!dialogue) return one(MailStep::connecting, dialogue.error());
    const std::vector<const SaslMechanism*> mechanisms = chosen(**dialogue);
    if (mechanisms.empty()) {
      (*dialogue)->end();
      return one(MailStep::choosing, not_offered((*dialogue)->capabilities()));
    }
    std::vector<TrialOutcome> outcomes;
    for (const SaslMechanism* mechanism : mechanisms) {
      if (!outcomes.empty()) dialogue = begin();
      outcomes.push_back(dialogue ? signed_in(**dialogue, *mechanism)
                                  : outcome(MailStep::connecting, dialogue.error()));
      outcomes.back().mechanism = mechanism->name;
    }
    return outcomes;
  }

 private:
  Result<std::unique_ptr<MailDialogue>> begin() {
    return MailDialogue::begin(network_, trial_.service, trial_.server, settings_,
                               {transcript_, token_.clone()});
  }

  std::vector<const SaslMechanism*> chosen(const MailDialogue& dialogue) const {
    std::vector<const SaslMechanism*> mechanisms;
    for (const SaslMechanism& each : sasl_mechanisms) {
      const bool is_wanted = trial_.mechanism.empty() || trial_.mechanism == each.name;
      if (is_wanted && dialogue.offers(each.name)) mechanisms.push_back(&each);
    }
    return mechanisms;
  }

  TrialOutcome signed_in(MailDialogue& dialogue, const SaslMechanism& mechanism) {
    TrialOutcome result = outcome(MailStep::signing_in, std::nullopt);
    const std::string port = std::to_string(trial_.server.port);
    const SaslIdentity identity{trial_.user, token_.reveal(), trial_.server.host, port};
    auto answer = dialogue.authenticate(mechanism, mechanism.initial_response(identity));
    if (answer && answer->is_accepted) {
      result.step = MailStep::using_mailbox;
      answer = dialogue.try_mailbox(trial_.user);
    }
    if (!answer) {
      result.error = answer.error();
      return result;
    }
    dialogue.end();
    if (answer->is_accepted) return result;
    result.words = answer->words;
    result.challenge = parse_sasl_challenge(answer->challenge);
    result.error = refusal(result, *answer);
    return result;
  }

  Error refusal(const TrialOutcome& result, const MailAnswer& answer) const {
    if (answer.is_for_now) {
      return {ErrorKind::unavailable, address_ + " refused it for now; try again later"};
    }
    if (result.step == MailStep::using_mailbox) {
      return {ErrorKind::refused,
              address_ + " took the token, but does not let " + shown_user() + " use the mailbox"};
    }
    const bool is_about_token = !answer.challenge.empty();
    return {is_about_token ? ErrorKind::consent_needed : ErrorKind::refused,
            address_ + " refused the token of " + shown_user()};
  }

  Error not_offered(const MailCapabilities& capabilities) const {
    std::string offered;
    for (const std::string& each : capabilities.mechanisms) offered += " " + each;
    const std::string wanted =
        trial_.mechanism.empty() ? "neither OAUTHBEARER nor XOAUTH2" : "no " + trial_.mechanism;
    const std::string rest =
        offered.empty() ? "no way to sign in at all" : printable(offered.substr(1), 200);
    return {ErrorKind::refused, address_ + " offers " + wanted + ", but " + rest +
                                    "; name another server or mechanism"};
  }

  TrialOutcome outcome(MailStep step, std::optional<Error> error) const {
    TrialOutcome result;
    result.service = trial_.service;
    result.server = trial_.server;
    result.step = step;
    result.error = std::move(error);
    return result;
  }

  std::vector<TrialOutcome> one(MailStep step, Error error) const {
    return {outcome(step, std::move(error))};
  }

  std::string shown_user() const { return printable(trial_.user, 200); }

  Network& network_;
  const MailTrial& trial_;
  const Secret& token_;
  const NetworkSettings& settings_;
  const MailTranscript& transcript_;
  const std::string address_;
};

}  // namespace

std::vector<TrialOutcome> try_mail_server(Network& network, const MailTrial& trial,
                                          const Secret& token, const NetworkSettings& settings,
                                          const MailTranscript& transcript) {
  return Trial(network, trial, token, settings, transcript).run();
}

}  // namespace oauth
