// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_MAIL_STREAM_H
#define OAUTH_PORT_MAIL_STREAM_H

#include <cstdint>
#include <string>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

enum class Encryption { tls, starttls };

/// Where a mail service is, as "HOST:PORT", "HOST:PORT tls" (the same) or "HOST:PORT starttls".
struct MailServer {
  std::string host;  // an IPv6 address without its brackets
  std::uint16_t port = 0;
  Encryption encryption = Encryption::tls;
};

/// A connection to a mail server, which speaks in lines.
///
/// Each wait is bounded by NetworkSettings::request_timeout, the whole conversation by
/// bounds::mail_conversation_timeout, what is read by bounds::max_mail_line_bytes a line and
/// bounds::max_mail_bytes in all.
/// After an error nothing more can be done with it but to let it go.
class MailStream {
 public:
  virtual ~MailStream() = default;

  /// Returns whether what is written and read from now on is under TLS.
  virtual bool is_encrypted() const noexcept = 0;

  /// Sends these bytes; a line has its CRLF with it. Errors: unavailable (lost, too slow),
  /// internal.
  virtual Result<void> write(const Secret& bytes) = 0;

  /// Returns the next line without its CRLF; a lone LF ends one too. It may hold any octet.
  /// Errors: unavailable (lost, closed by the server, too slow), bad_reply (too long, too much).
  virtual Result<std::string> read_line() = 0;

  /// Goes over to TLS 1.2 or later, with the server's name and certificate verified.
  /// Errors: unavailable (handshake, certificate, too slow), bad_config (ca_file, ca_dir),
  /// internal; bad_reply where the server has sent more before TLS than was read: whoever sits in
  /// between could put words into its mouth (CVE-2011-0411, CVE-2021-33515).
  virtual Result<void> start_tls() = 0;
};

}  // namespace oauth

#endif
