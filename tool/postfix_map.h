// SPDX-License-Identifier: MIT
#ifndef TOOL_POSTFIX_MAP_H
#define TOOL_POSTFIX_MAP_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"

namespace tool {

/// An entry of Postfix's smtp_sasl_password_maps whose password is a path: the token file of
/// sasl-xoauth2 for this login.
struct PostfixEntry {
  std::string login;
  std::string path;
  unsigned line = 0;  // counted from 1
};

/// Returns the files from which the tables in `setting` ("hash:/etc/postfix/sasl_passwd, ...") are
/// made, or that they are; tables of other types, such as ldap or mysql, have none and are named in
/// `others`.
struct PostfixTables {
  std::vector<std::string> files;
  std::vector<std::string> others;
};
PostfixTables postfix_tables(std::string_view setting);

/// Returns the entries of a table's source file (postconf(5) smtp_sasl_password_maps, postmap(1)):
/// "KEY LOGIN:PATH"; '#' begins a comment line, a line that begins with a blank goes on with the
/// one before. Entries with an ordinary password are passed over, and nothing of them is kept; a
/// login and path that stand more than once are returned once.
/// Errors: bad_config (more entries than anybody has).
oauth::Result<std::vector<PostfixEntry>> parse_postfix_map(std::string_view text,
                                                           const std::string& source);

}  // namespace tool

#endif
