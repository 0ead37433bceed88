// SPDX-License-Identifier: MIT
#ifndef PLUGIN_MECHANISM_H
#define PLUGIN_MECHANISM_H

#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/wire/sasl_message.h"

namespace plugin {

/// What an initial client response is made of.
using Identity = oauth::SaslIdentity;

/// One SASL mechanism. The two differ in what they say, and in nothing else.
struct Mechanism {
  const char* name;
  /// Returns the initial client response, before base64. `identity` has been checked.
  oauth::Secret (*initial_response)(const Identity& identity);
  /// What the server waits for after it has sent an error as a challenge.
  std::string_view answer_to_error;
};

/// OAUTHBEARER (RFC 7628) and XOAUTH2 (Google's and Microsoft's, never standardised).
inline constexpr Mechanism mechanisms[] = {
    {"OAUTHBEARER", oauth::oauthbearer_message, "\x01"},
    {"XOAUTH2", oauth::xoauth2_message, ""},
};
inline constexpr int mechanism_count = 2;

/// As oauth::check_sasl_identity.
oauth::Result<void> check(const Identity& identity);

}  // namespace plugin

#endif
