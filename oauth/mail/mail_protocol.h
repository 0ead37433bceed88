// SPDX-License-Identifier: MIT
#ifndef OAUTH_MAIL_MAIL_PROTOCOL_H
#define OAUTH_MAIL_MAIL_PROTOCOL_H

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/mail/mail_conversation.h"

namespace oauth {

enum class MailService { imap, pop, smtp };

/// Returns "imap", "pop" or "smtp".
const char* service_name(MailService service) noexcept;

/// What a server says of itself. Good until TLS begins: then it is asked again, since whoever sits
/// in between may have written the first answer (RFC 3207 section 4.2, RFC 9051 section 11.1).
struct MailCapabilities {
  std::vector<std::string> mechanisms;  // in capitals
  bool offers_starttls = false;
  bool takes_initial_response = false;
};

/// The answer to a command, or to a line of an exchange.
struct MailReply {
  enum class Kind { accepted, refused, refused_for_now, challenge };
  Kind kind = Kind::refused;
  std::string text;  // the server's, without the protocol's marks; raw
};

/// The words in which a protocol says the same as the others.
struct MailWords {
  const char* protocol;
  const char* starttls;
  const char* authenticate;
  const char* leave;
};

/// One of IMAP (RFC 9051), POP (RFC 1939, 2449, 5034) and SMTP submission (RFC 5321, 4954), as far
/// as a login needs it: how commands and answers look. mail_dialogue.h has what is said.
///
/// All errors: those of MailStream; bad_reply (not this protocol).
class MailProtocol {
 public:
  virtual ~MailProtocol() = default;

  virtual const MailWords& words() const noexcept = 0;

  /// Returns what the server says first; a challenge is none.
  virtual Result<MailReply> greeting() = 0;
  virtual Result<MailCapabilities> capabilities() = 0;

  /// Sends a command, of whose second part nothing is shown.
  virtual Result<void> send(std::string_view command, const Secret& more) = 0;
  /// Returns the answer to what was sent last.
  virtual Result<MailReply> reply() = 0;

  /// Returns whether an initial response of so many bytes may stand in the line of the command
  /// "AUTHENTICATE MECHANISM".
  virtual bool takes_at_once(const MailCapabilities& capabilities, std::string_view command,
                             std::size_t response_bytes) const noexcept = 0;

  /// Returns commands that a server obeys for whoever may use the mailbox, and that change nothing.
  virtual std::vector<std::string> trial_commands(std::string_view user) const = 0;

  Result<void> send(std::string_view command) { return send(command, Secret()); }
  Result<MailReply> ask(std::string_view command);
};

/// The conversation must outlive the protocol.
std::unique_ptr<MailProtocol> make_protocol(MailService service, MailConversation& conversation);

/// Returns the words of a line, split at blanks, in capitals.
std::vector<std::string> words_of(std::string_view line);

}  // namespace oauth

#endif
