// SPDX-License-Identifier: MIT
#ifndef OAUTH_STORE_DERIVED_RECORD_H
#define OAUTH_STORE_DERIVED_RECORD_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/port/record.h"

/// The record of one user whom a pattern account ("*@example.com") serves with a token of his own.
/// It holds his token and its state; grant, client and key stay in the pattern's record, which it
/// names as `derived_from`, so that a corrected key counts for everybody at once and lies in one
/// place.
namespace oauth {

/// Returns whether the pattern may serve a user of that name: a mail address of its domain whose
/// local part is a dot-atom (RFC 5322 section 3.2.3) of at most 64 octets. It is a name that a
/// stranger may have typed, and becomes a file's. Errors: no_access.
Result<void> check_user_of(const std::string& pattern, const std::string& user);

/// Returns the empty record of a user of that pattern.
Record derived_record(const std::string& pattern, const std::string& user);

/// Puts into a derived record what its pattern's holds, and makes the user the subject of the
/// assertion. Errors: bad_config (the pattern's record is none for a domain of users).
Result<void> complete_from(Record pattern, Record& record);

}  // namespace oauth

#endif
