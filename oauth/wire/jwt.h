// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_JWT_H
#define OAUTH_WIRE_JWT_H

#include <string>
#include <string_view>

#include "oauth/base/secret.h"

namespace oauth {

/// Returns what a signature is made over: base64url(header) "." base64url(claims) (RFC 7515
/// section 5.1). Both are JSON objects as JsonWriter writes them, JsonLayout::compact.
std::string jwt_signing_input(const Secret& header, const Secret& claims);

/// Returns the JWT in compact form: the signing input "." base64url(signature) (RFC 7515 section
/// 7.1). It is a secret: whoever has it may use it until it ends.
Secret compact_jwt(std::string signing_input, std::string_view signature);

/// Returns whether `text` has the form of one: three parts of the base64url alphabet with '.'
/// between them, none of them empty. Says nothing of what they hold.
bool is_compact_jwt(std::string_view text) noexcept;

}  // namespace oauth

#endif
