// SPDX-License-Identifier: MIT
#ifndef OAUTH_STORE_FOREIGN_JSON_H
#define OAUTH_STORE_FOREIGN_JSON_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/port/record.h"

namespace oauth {

/// The token file of sasl-xoauth2: JSON with refresh_token, access_token, expiry (seconds since
/// 1970, as a string or a number), user, and the overrides client_id, client_secret,
/// token_endpoint, proxy, ca_bundle_file, ca_certs_dir and refresh_window.

/// Returns the record that such a file holds. `defaults` is the text of that program's
/// configuration, for the overrides that the file lacks; empty if there is none. Comments are
/// passed over in both, as that program does. A file with only an access token is good until that
/// expires; if it does not say when, until the mail server refuses it. Errors: bad_config, naming
/// `source` or `defaults_source`.
Result<Record> parse_foreign(std::string_view text, const std::string& source,
                             std::string_view defaults, const std::string& defaults_source);

/// Returns a new file of that program for the record, with every override that it needs; `user` is
/// the account's name where the record has none.
Secret write_foreign(const Record& record);

/// Returns the file rewritten in its own format: every member of `text` that the record does not
/// change stays as it was, known to us or not (comments go). What we have to remember is one more
/// member, "sasl-oauth". Errors: bad_config.
Result<Secret> rewrite_foreign(std::string_view text, const std::string& source,
                               const Record& record);

}  // namespace oauth

#endif
