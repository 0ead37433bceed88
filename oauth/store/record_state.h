// SPDX-License-Identifier: MIT
#ifndef OAUTH_STORE_RECORD_STATE_H
#define OAUTH_STORE_RECORD_STATE_H

#include "oauth/port/record.h"
#include "oauth/store/member_reader.h"
#include "oauth/wire/json.h"

namespace oauth {

/// The part of a record that is memory, not credential: when the token was got, what was refused
/// and why, when to try again. Members of our own records, and of the one member "sasl-oauth" that
/// we add to a foreign token file.
void read_record_state(MemberReader& reader, const std::string& source, Record& record);

/// Writes the same; what has nothing to say is left out.
void write_record_state(JsonWriter& writer, const Record& record);

/// Returns whether there is anything in the state at all.
bool has_record_state(const Record& record);

}  // namespace oauth

#endif
