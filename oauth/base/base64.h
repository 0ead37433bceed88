// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_BASE64_H
#define OAUTH_BASE_BASE64_H

#include <string>
#include <string_view>

#include "oauth/base/secret.h"

namespace oauth {

/// Returns `bytes` in base64 with padding, on one line (RFC 4648 section 4).
Secret base64_encode(std::string_view bytes);
/// Returns `bytes` in the URL-safe alphabet without padding (RFC 4648 section 5, RFC 7636).
std::string base64url_encode(std::string_view bytes);

}  // namespace oauth

#endif
