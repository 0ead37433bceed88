// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_SASL_CHALLENGE_H
#define OAUTH_WIRE_SASL_CHALLENGE_H

#include <string>
#include <string_view>

namespace oauth {

/// What a mail server said when it did not take the token: XOAUTH2's and OAUTHBEARER's JSON object
/// (RFC 7628 section 3.2.2). All texts are printable and bounded.
struct SaslChallenge {
  /// Whether it is a refusal at all: a JSON object that says so. Hosts also pass junk here, such as
  /// the server's ordinary words after a login that went well.
  bool is_refusal = false;
  std::string status;  // "400", "invalid_token"
  std::string scope;   // the scope that the server wants
  std::string openid_configuration;
};

/// Returns what can be read from the server's bytes, after base64. Never fails: a challenge that is
/// no JSON, is huge, or has unknown or missing members is answered like any other.
SaslChallenge parse_sasl_challenge(std::string_view bytes);

}  // namespace oauth

#endif
