// SPDX-License-Identifier: MIT
#ifndef OAUTH_LOGIN_SERVICE_ACCOUNT_FILE_H
#define OAUTH_LOGIN_SERVICE_ACCOUNT_FILE_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

/// The key of a service account as Google's console hands it out: {"type": "service_account",
/// "client_email", "private_key", "private_key_id", "client_id", "token_uri", ...}.
struct ServiceAccountFile {
  std::string email;   // who signs
  Secret key;          // PEM
  std::string key_id;  // may be missing
  std::string number;  // what an administrator authorizes for the domain; may be missing
  std::string token_endpoint;
};

/// Returns what the file holds. `source` is what sentences call it. Whether the key is one is seen
/// when it signs. Errors: bad_config: not such a file, a member that is missing, doubled or
/// malformed, or a token_uri that is neither https nor http to this machine.
Result<ServiceAccountFile> parse_service_account_file(std::string_view text,
                                                      const std::string& source);

}  // namespace oauth

#endif
