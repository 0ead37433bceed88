// SPDX-License-Identifier: MIT
#ifndef OAUTH_STORE_RECORD_CLIENT_H
#define OAUTH_STORE_RECORD_CLIENT_H

#include "oauth/port/record.h"
#include "oauth/store/member_reader.h"
#include "oauth/wire/json.h"

namespace oauth {

/// The members that say how the next token is got: the grant, the client and what it proves itself
/// with (doc/token-file.md, section 2). Reading complains through the reader.
void read_record_client(MemberReader& reader, Record& record);
void write_record_client(JsonWriter& writer, const Record& record);

/// Writes a text unless it is empty.
void write_text(JsonWriter& writer, const char* name, std::string_view value);
/// Writes a time unless it is the epoch.
void write_time(JsonWriter& writer, const char* name, TimePoint time);

}  // namespace oauth

#endif
