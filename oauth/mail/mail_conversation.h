// SPDX-License-Identifier: MIT
#ifndef OAUTH_MAIL_MAIL_CONVERSATION_H
#define OAUTH_MAIL_MAIL_CONVERSATION_H

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/port/mail_stream.h"

namespace oauth {

enum class Speaker { client, server };

/// Is told each line as it goes over the wire, fit to be shown: printable, without our secrets.
using MailTranscript = std::function<void(Speaker, std::string_view line)>;

/// Lines to and from a mail server. What a server repeats of our secrets is not shown either.
class MailConversation {
 public:
  /// `address`: "HOST:PORT", for sentences. The transcript may be empty.
  MailConversation(std::unique_ptr<MailStream> stream, std::string address,
                   MailTranscript transcript);

  /// From now on these bytes are shown to nobody, nor in base64, whatever stands around them there.
  void hide(const Secret& secret);

  /// Each send `line` with CRLF; of the second form only `line` is shown, and how much was added to
  /// it. Errors: those of MailStream::write.
  Result<void> send(std::string_view line);
  Result<void> send(std::string_view line, const Secret& more);

  /// Returns the server's next line as it is. Errors: those of MailStream::read_line.
  Result<std::string> receive();

  /// Goes over to TLS. Errors: those of MailStream::start_tls.
  Result<void> start_tls();
  bool is_encrypted() const noexcept { return stream_->is_encrypted(); }

  /// Returns text that came from the server without our secrets, and without words in base64 that
  /// repeat one: a challenge is one such word.
  std::string masked(std::string_view text) const;
  /// Returns it as it may be shown: also printable, and at most bounds::max_quoted_bytes.
  std::string shown(std::string_view text) const;

  /// Returns the error for a line that the protocol does not know.
  Error no_such_answer(std::string_view line, std::string_view protocol) const;

  const std::string& address() const noexcept { return address_; }

 private:
  bool is_echo_in_base64(std::string_view word) const;
  void tell(Speaker speaker, std::string_view line) const;

  std::unique_ptr<MailStream> stream_;
  const std::string address_;
  const MailTranscript transcript_;
  std::vector<Secret> hidden_;
};

}  // namespace oauth

#endif
