// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_JWT_VIEW_H
#define OAUTH_WIRE_JWT_VIEW_H

#include <optional>
#include <string_view>

#include "oauth/wire/json.h"

namespace oauth {

/// What a JWT says (RFC 7519), for display alone: no signature is checked, and no decision may rest
/// on it, since an access token is opaque to a client (RFC 6749 section 1.4).
struct JwtView {
  JsonObject header;
  JsonObject claims;
};

/// Returns what the token says; nothing if it is no JWT in compact form (RFC 7515 section 7.1) of
/// at most bounds::max_token_bytes: three parts in base64url without padding, the first two of
/// them JSON objects without a member twice, the header with an `alg`.
std::optional<JwtView> view_jwt(std::string_view token);

}  // namespace oauth

#endif
