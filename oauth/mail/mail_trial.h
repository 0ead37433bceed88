// SPDX-License-Identifier: MIT
#ifndef OAUTH_MAIL_MAIL_TRIAL_H
#define OAUTH_MAIL_MAIL_TRIAL_H

#include <optional>
#include <string>
#include <vector>

#include "oauth/base/error.h"
#include "oauth/base/secret.h"
#include "oauth/mail/mail_conversation.h"
#include "oauth/mail/mail_protocol.h"
#include "oauth/port/http.h"
#include "oauth/port/mail_stream.h"
#include "oauth/port/network.h"
#include "oauth/wire/sasl_challenge.h"

namespace oauth {

/// What to try: the login of one user to one server.
struct MailTrial {
  MailService service = MailService::imap;
  MailServer server;
  std::string user;
  std::string mechanism;  // empty: each of the two that the server offers
};

/// How far a login comes. The last step shows that the mailbox can be used.
enum class MailStep { connecting, choosing, signing_in, using_mailbox };

/// What came of a trial over one mechanism. All texts are fit to be shown.
struct TrialOutcome {
  MailService service = MailService::imap;
  MailServer server;
  std::string mechanism;  // empty: it did not come so far
  MailStep step = MailStep::connecting;
  std::optional<Error> error;  // why it ended at this step; nothing: it went well to its end
  std::string words;           // the server's last ones, if they were a refusal
  SaslChallenge challenge;     // before them; not a refusal if there was none, or none in JSON
};

/// Signs in over each mechanism in turn, each over a connection of its own, gives a command that
/// needs the mailbox, and signs out. Returns an outcome for each mechanism, or one alone where it
/// did not come so far.
/// Kinds of the errors: those of MailDialogue; refused (neither mechanism is offered, the login was
/// refused without a word about the token, the mailbox was), consent_needed (the token was
/// refused), unavailable (a refusal for now).
std::vector<TrialOutcome> try_mail_server(Network& network, const MailTrial& trial,
                                          const Secret& token, const NetworkSettings& settings,
                                          const MailTranscript& transcript);

}  // namespace oauth

#endif
