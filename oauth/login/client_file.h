// SPDX-License-Identifier: MIT
#ifndef OAUTH_LOGIN_CLIENT_FILE_H
#define OAUTH_LOGIN_CLIENT_FILE_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

/// A client as Google's console hands it out: {"installed": {"client_id", "client_secret",
/// "auth_uri", "token_uri", ...}}, or the same under "web".
struct ClientFile {
  /// installed: "Desktop app", which may redirect to any loopback port. web: wants its redirect
  /// address registered, and gets a refresh token only if asked with prompt=consent.
  enum class Type { installed, web };

  Type type = Type::installed;
  std::string client_id;
  Secret client_secret;  // may be missing
  std::string provider;  // "google", by the hosts it names; empty: none we know
};

/// Returns what the file holds. `source` is what sentences call it.
/// Errors: bad_config: not such a file (with what it is instead, for the other files of Google's
/// console), or without a client_id.
Result<ClientFile> parse_client_file(std::string_view text, const std::string& source);

/// Returns the provider whose endpoint this URL is, also by hosts that it has left; empty if it is
/// none of those that everybody knows.
std::string provider_of_url(std::string_view url);

}  // namespace oauth

#endif
