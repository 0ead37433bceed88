// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_TOKEN_REPLY_H
#define OAUTH_WIRE_TOKEN_REPLY_H

#include <optional>
#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"

namespace oauth {

/// What a token endpoint gave (RFC 6749 section 5.1).
struct TokenReply {
  /// Empty if `problem` says why it cannot be used.
  Secret access_token;
  /// Why there is no usable access token, as a phrase about the reply; empty if there is one. Kept
  /// apart from an error because a refresh token that came along must be stored all the same: the
  /// server may have invalidated the old one.
  std::string problem;
  /// What is untidy about the reply without spoiling it, as a phrase; empty if nothing is.
  std::string remark;
  /// The replacement for the refresh token, or empty: the old one stays good (section 6).
  Secret refresh_token;
  /// 0..bounds::max_token_lifetime; bounds::default_token_lifetime if the server did not say.
  seconds expires_in{0};
  /// The granted scope, or empty: as asked for.
  std::string scope;
  /// Life of the refresh token, where the server limits it ("refresh_token_expires_in").
  std::optional<seconds> refresh_token_expires_in;
};

/// Returns what the body of a 200 answer gives. Lenient where the field is untidy (expires_in as a
/// string, token_type in any case or missing), strict where it matters.
/// Errors: bad_reply, with a phrase about the reply, if neither token can be had from it.
Result<TokenReply> parse_token_reply(std::string_view body);

/// An error answer (RFC 6749 section 5.2). All are printable and bounded, and are the server's
/// words.
struct TokenErrorReply {
  std::string error;
  /// Without what Microsoft's support wants to know of it (trace and correlation ids, times).
  std::string description;
  std::string subtype;  // Google's error_subtype, Microsoft's suberror
  /// The most specific code: "AADSTS" and the first of Microsoft's error_codes, else such a code at
  /// the start of the description, else the subtype; may be empty.
  std::string subcode;
};

/// Returns the code of Microsoft's that an error_description begins with ("AADSTS65001"), or
/// nothing.
std::string code_in_description(std::string_view description);
/// Returns the description up to where Microsoft's goes on for its support; a view into it.
std::string_view description_for_people(std::string_view description);

/// Returns the error that the body tells; nothing if it is no JSON object with an "error".
std::optional<TokenErrorReply> parse_token_error(std::string_view body);

}  // namespace oauth

#endif
