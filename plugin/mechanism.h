// SPDX-License-Identifier: MIT
#ifndef PLUGIN_MECHANISM_H
#define PLUGIN_MECHANISM_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace plugin {

/// What an initial client response is made of.
struct Identity {
  std::string_view user;   // the mail address, UTF-8
  std::string_view token;  // the access token
  std::string_view host;   // of the mail server; may be empty
  std::string_view port;   // decimal; empty if not known: it is never guessed
};

/// One SASL mechanism. The two differ in what they say, and in nothing else.
struct Mechanism {
  const char* name;
  /// Returns the initial client response, before base64. `identity` has been checked.
  oauth::Secret (*initial_response)(const Identity& identity);
  /// What the server waits for after it has sent an error as a challenge.
  std::string_view answer_to_error;
};

/// OAUTHBEARER (RFC 7628) and XOAUTH2 (Google's and Microsoft's, never standardised).
extern const Mechanism mechanisms[];
extern const int mechanism_count;

/// Returns whether nothing in the identity could change the structure of a message: no control
/// bytes in the user, no more than visible ASCII in the token, both within their bounds.
/// Errors: bad_config for the user, bad_reply for the token; neither is repeated in the sentence.
oauth::Result<void> check(const Identity& identity);

}  // namespace plugin

#endif
