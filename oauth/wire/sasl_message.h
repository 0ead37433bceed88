// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_SASL_MESSAGE_H
#define OAUTH_WIRE_SASL_MESSAGE_H

#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

/// What an initial client response is made of.
struct SaslIdentity {
  std::string_view user;   // the mail address, UTF-8
  std::string_view token;  // the access token
  std::string_view host;   // of the mail server; may be empty
  std::string_view port;   // decimal; empty if not known: it is never guessed
};

/// Returns whether nothing in the identity could change the structure of a message: no control
/// bytes in the user, host and port, no more than visible ASCII in the token, within their bounds.
/// Errors: bad_config, but bad_reply for the token; nothing is repeated in the sentence.
Result<void> check_sasl_identity(const SaslIdentity& identity);
/// The same for the user alone.
Result<void> check_sasl_user(std::string_view user);

/// Return the initial client response, before base64. The identity has been checked.

/// RFC 7628 section 3.1, with a GS2 header that names the user (RFC 5801 section 4).
Secret oauthbearer_message(const SaslIdentity& identity);
/// Google's and Microsoft's XOAUTH2, never standardised; has no place for host and port.
Secret xoauth2_message(const SaslIdentity& identity);

/// Returns OAUTHBEARER's message with no credentials at all: "where do your tokens come from?" The
/// server refuses, and may name its authorization server in the challenge (RFC 7628 section 4.3).
Secret oauthbearer_question(const SaslIdentity& identity);

/// One SASL mechanism. The two differ in what they say, and in nothing else.
struct SaslMechanism {
  const char* name;
  /// Returns the initial client response, before base64. The identity has been checked.
  Secret (*initial_response)(const SaslIdentity& identity);
  /// What the server waits for after it has sent an error as a challenge, before base64.
  std::string_view answer_to_error;
};

/// OAUTHBEARER (RFC 7628) and XOAUTH2 (Google's and Microsoft's, never standardised).
inline constexpr SaslMechanism sasl_mechanisms[2] = {
    {"OAUTHBEARER", oauthbearer_message, "\x01"},
    {"XOAUTH2", xoauth2_message, ""},
};

}  // namespace oauth

#endif
