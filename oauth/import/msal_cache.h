// SPDX-License-Identifier: MIT
#ifndef OAUTH_IMPORT_MSAL_CACHE_H
#define OAUTH_IMPORT_MSAL_CACHE_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/import/foreign_account.h"

namespace oauth {

/// Returns the accounts of a token cache of Microsoft's MSAL, as a public client keeps it (oauth2ms
/// calls the file credentials.bin): an object of maps, RefreshToken, Account, AccessToken; a
/// refresh token is joined to its Account by home_account_id. A confidential client's secret is not
/// in it.
///
/// The token endpoint is made of the refresh token's `environment`, which must be a host of
/// Microsoft's, and the account's tenant.
/// Errors: bad_config, naming `source`.
Result<ForeignAccounts> parse_msal_cache(std::string_view text, const std::string& source);

}  // namespace oauth

#endif
