// SPDX-License-Identifier: MIT
#ifndef OAUTH_IMPORT_PROXY_ACCOUNTS_H
#define OAUTH_IMPORT_PROXY_ACCOUNTS_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/import/foreign_account.h"
#include "oauth/port/crypto.h"

namespace oauth {

/// One account of email-oauth2-proxy's configuration or cache file. Its secrets are Fernet tokens
/// under the password that the mail client logs in to the proxy with, or plain where that is
/// configured so.
struct ProxyAccount {
  Record record;     // all but the secrets
  std::string flow;  // empty: authorization code
  Secret client_secret;
  Secret access_token;
  Secret refresh_token;
  bool has_encrypted_client_secret = false;
  Secret salt;  // decoded
  std::optional<std::int64_t> iterations;

  /// Returns whether anything in it can be read with the password alone.
  bool is_encrypted() const noexcept;
};

/// Returns the accounts: one for each section that is named by an address and holds a token, or
/// that [@domain] or [@] lend what it lacks. Sections without an '@' are servers.
/// Errors: bad_config, naming `source`: those of parse_ini, a salt or number that is none.
Result<std::vector<ProxyAccount>> parse_proxy_accounts(std::string_view text,
                                                       const std::string& source);

/// Returns the account's record, its secrets opened by `password`, which is not used if nothing is
/// encrypted; the account is spent then, and after an error as it was. The number of rounds is
/// tried as the proxy's releases had it: 1,200,000, as stated, 100,000. Errors: no_access (a wrong
/// password), bad_config (a salt is missing, and those of check_foreign), those of Crypto.
Result<Record> open_proxy_account(ProxyAccount& account, const Secret& password, Crypto& crypto,
                                  const std::string& source);

}  // namespace oauth

#endif
