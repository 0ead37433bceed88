// SPDX-License-Identifier: MIT
#ifndef OAUTH_STORE_RECORD_JSON_H
#define OAUTH_STORE_RECORD_JSON_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/port/record.h"

namespace oauth {

/// Returns the record that a file of ours holds (doc/token-file.md). `source` is the file's path,
/// for the sentence. Members that are not known are kept.
/// Errors: bad_config: not a JSON object, a member twice, of the wrong type or missing, a version
/// from the future.
Result<Record> parse_record(std::string_view text, const std::string& source);

/// Returns the file's text; `version`, `expires_at`, `user` and `access_token` stand first.
Secret write_record(const Record& record);

/// Returns whether the text may be saved under `path`: what is too long to be read again must not
/// replace what is not. Errors: no_access.
Result<void> check_size(const Secret& text, const std::string& path);

}  // namespace oauth

#endif
