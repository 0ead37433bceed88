// SPDX-License-Identifier: MIT
#ifndef OAUTH_IMPORT_FOREIGN_ACCOUNT_H
#define OAUTH_IMPORT_FOREIGN_ACCOUNT_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/import/foreign_kind.h"
#include "oauth/port/record.h"

namespace oauth {

/// What a file of another tool says of accounts. In a record, what the file does not tell is
/// empty: the account's name, the provider (a name like "google" where the tool has its own names),
/// the client, the token endpoint; `expires_at` is the epoch where the tool's time cannot be
/// trusted.
using ForeignAccounts = std::vector<Record>;

/// Returns the one account of a JSON file of sasl_xoauth2, mutt_oauth2, oama, ortie,
/// authorized_user, google_auth or go_token. `defaults` is the text of sasl-xoauth2's own
/// configuration, for what its token files lack; empty if there is none.
/// Errors: bad_config, naming `source`: no object, a member twice or of the wrong type, no refresh
/// token, and those of check_foreign; internal for another kind.
Result<ForeignAccounts> parse_token_json(ForeignKind kind, std::string_view text,
                                         const std::string& source, std::string_view defaults = {},
                                         const std::string& defaults_source = {});

/// Returns whether what was read may become a record: a refresh token of bounded size, no control
/// bytes anywhere, names in UTF-8, a token endpoint that secrets may be sent to.
/// Errors: bad_config, naming `source` and the thing, and repeating nothing.
Result<void> check_foreign(const Record& record, const std::string& source);

}  // namespace oauth

#endif
