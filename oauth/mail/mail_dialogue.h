// SPDX-License-Identifier: MIT
#ifndef OAUTH_MAIL_MAIL_DIALOGUE_H
#define OAUTH_MAIL_MAIL_DIALOGUE_H

#include <memory>
#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/mail/mail_conversation.h"
#include "oauth/mail/mail_protocol.h"
#include "oauth/port/http.h"
#include "oauth/port/mail_stream.h"
#include "oauth/port/network.h"
#include "oauth/wire/sasl_message.h"

namespace oauth {

/// What a server said to a login, or to a command after it.
struct MailAnswer {
  bool is_accepted = false;
  bool is_for_now = false;  // the refusal: the same may be accepted later
  std::string challenge;    // the refusal's (RFC 7628 section 3.2.2), decoded; or empty
  std::string words;        // the last ones, fit to be shown
};

/// Who is told what is said, and what nobody is told, whoever says it.
struct MailAudience {
  MailTranscript transcript{};
  Secret hidden{};  // the token: a server that has seen it may greet with it
};

/// A conversation with a mail server in the order in which it has to go: begin, authenticate, try,
/// end. A token is sent under TLS alone.
class MailDialogue {
 public:
  /// Connects, reads the greeting and the capabilities, and begins TLS where that is to be asked
  /// for; then the capabilities are read again.
  /// Errors: those of Network::connect and MailStream; refused (no STARTTLS), unavailable (the
  /// server wants nobody now), bad_reply (not this protocol).
  static Result<std::unique_ptr<MailDialogue>> begin(Network& network, MailService service,
                                                     const MailServer& server,
                                                     const NetworkSettings& settings,
                                                     MailAudience audience);

  const MailCapabilities& capabilities() const noexcept { return capabilities_; }
  bool offers(std::string_view mechanism) const;

  /// Sends `message`, the initial response before base64, of which nothing is ever shown; with the
  /// command where the protocol lets it stand there, else after an empty challenge. A refusal's
  /// challenge is answered as the mechanism wants, so that the server says its last words.
  /// Errors: those of MailStream; bad_reply (not this protocol, challenges without end).
  Result<MailAnswer> authenticate(const SaslMechanism& mechanism, const Secret& message);

  /// Gives a command or two that need the mailbox: Exchange Online takes a token of one user for
  /// the mailbox of another, and refuses what comes next. Nothing is changed by them.
  /// Errors: those of MailStream; bad_reply.
  Result<MailAnswer> try_mailbox(std::string_view user);

  /// Says good-bye, whether or not the server still listens.
  void end();

  /// From now on these bytes are shown to nobody.
  void hide(const Secret& secret) { conversation_.hide(secret); }
  /// Returns what the server sent, as it may be shown.
  std::string shown(std::string_view text) const { return conversation_.shown(text); }

 private:
  MailDialogue(std::unique_ptr<MailStream> stream, std::string address, MailAudience audience,
               MailService service);

  Result<void> greet();
  Result<void> secure(Encryption encryption);
  Result<MailReply> send_message(const std::string& command, const Secret& encoded);
  MailAnswer answer_of(const MailReply& reply, std::string challenge) const;

  MailConversation conversation_;
  std::unique_ptr<MailProtocol> protocol_;
  MailCapabilities capabilities_;
};

}  // namespace oauth

#endif
