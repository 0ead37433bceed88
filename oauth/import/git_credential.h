// SPDX-License-Identifier: MIT
#ifndef OAUTH_IMPORT_GIT_CREDENTIAL_H
#define OAUTH_IMPORT_GIT_CREDENTIAL_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/import/foreign_account.h"

namespace oauth {

/// Returns the account that lines as git's credential helpers exchange them tell
/// (git-credential(1), "key=value"): username, password (the access token), password_expiry_utc
/// (seconds since 1970) and oauth_refresh_token; other keys are passed over.
/// Errors: bad_config, naming `source` and the line.
Result<ForeignAccounts> parse_git_credential(std::string_view text, const std::string& source);

}  // namespace oauth

#endif
