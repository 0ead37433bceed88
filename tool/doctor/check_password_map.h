// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_CHECK_PASSWORD_MAP_H
#define TOOL_DOCTOR_CHECK_PASSWORD_MAP_H

#include "oauth/port/file_reader.h"
#include "tool/doctor/check_postfix.h"
#include "tool/doctor/file_facts.h"
#include "tool/doctor/finding.h"

namespace tool {

/// What smtp_sasl_password_maps names, as far as it can be read.
struct PasswordMaps {
  std::vector<PasswordEntry> entries;
  Findings findings;  // what is wrong with the files
};

/// Reads the maps with our own rights: Postfix opens them as root. Tables whose text cannot be read
/// (a database, a directory) are passed over with a note.
PasswordMaps read_password_maps(const std::string& maps, oauth::FileReader& files,
                                FileFacts& file_facts);

/// Returns the lines that separate a server with a password from those with a token: a service of
/// its own, since smtp_sasl_mechanism_filter holds for all servers of one. `server` is written as
/// in the password map.
std::string separating_advice(const std::string& server);

/// Tells of the entries that find no account, no token file or no server, and what separates users
/// with a password from those with a token.
Findings check_password_map(const PostfixFacts& facts);

}  // namespace tool

#endif
