// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_PASSWORD_MAP_H
#define TOOL_DOCTOR_PASSWORD_MAP_H

#include <string>
#include <string_view>
#include <vector>

namespace tool {

/// What a "password" of Postfix's map means to the plugin (plugin/password.h).
enum class PasswordKind {
  account,        // empty, "-", "oauth2": the account of the user's name
  named_account,  // "oauth2:NAME"
  token_file,     // "file:PATH" or an absolute path
  other           // a token, or a real password
};

/// An entry of smtp_sasl_password_maps. Of a password, only what it means is kept.
struct PasswordEntry {
  std::size_t line = 0;
  std::string key;  // the server, or a sender
  std::string user;
  PasswordKind kind = PasswordKind::other;
  std::string target;  // the account's name, or the path
};

/// Returns the entries of a map's source, as postmap(1) reads it: "key user:password", lines that
/// begin with a blank go on with the last one, '#' begins a comment line.
std::vector<PasswordEntry> parse_password_map(std::string_view text);

/// Returns the entry that "user:password" is.
PasswordEntry parse_password_entry(std::string_view value);

}  // namespace tool

#endif
