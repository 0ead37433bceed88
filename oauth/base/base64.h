// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_BASE64_H
#define OAUTH_BASE_BASE64_H

#include <optional>
#include <string>
#include <string_view>

#include "oauth/base/secret.h"

namespace oauth {

/// Returns `bytes` in base64 with padding, on one line (RFC 4648 section 4).
Secret base64_encode(std::string_view bytes);
/// Returns `bytes` in the URL-safe alphabet without padding (RFC 4648 section 5, RFC 7636).
std::string base64url_encode(std::string_view bytes);

/// Return the octets that `text` stands for, or nothing: strict, so that one text stands for one
/// thing. With padding and the standard alphabet; with the URL-safe one and `=` as it likes, but
/// whole or not at all (Fernet writes it, JWTs do not). Unused bits must be zero (section 3.5).
std::optional<Secret> base64_decode(std::string_view text);
std::optional<Secret> base64url_decode(std::string_view text);

}  // namespace oauth

#endif
