// SPDX-License-Identifier: MIT
#ifndef OAUTH_STORE_RECORD_NAME_H
#define OAUTH_STORE_RECORD_NAME_H

#include <optional>
#include <string>
#include <string_view>

#include "oauth/base/result.h"

namespace oauth {

/// Returns the name under which an account's files stand, without a suffix: A to Z made small (mail
/// providers do not tell them apart), and every octet but letters, digits and "@+-_." (a '.' at the
/// start too) percent-encoded, so that no account can name another folder or a hidden file.
/// Errors: no_access if it would be longer than bounds::max_record_name_bytes, or is empty, or is
/// not UTF-8 (a record could not hold it).
Result<std::string> record_name(std::string_view account);

/// Suffixes of the record, of its lock, and of the record while it is being written.
inline constexpr char record_suffix[] = ".json";
inline constexpr char lock_suffix[] = ".lock";
inline constexpr char new_suffix[] = ".new";

/// Suffix of another tool's token file while it is being written: its folder is not ours, and no
/// file of somebody else's may be taken for that.
inline constexpr char foreign_new_suffix[] = ".sasl-oauth-new";

/// Returns the account that a file name stands for; nothing if it is no record's.
std::optional<std::string> account_of(std::string_view file_name);

}  // namespace oauth

#endif
