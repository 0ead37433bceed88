// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_MUTT_CONFIG_H
#define TOOL_DOCTOR_MUTT_CONFIG_H

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

struct MuttVariable {
  std::string value;
  std::size_t line = 0;
};

/// What a muttrc sets, as far as sign-ins are concerned. Of a password the value is not kept.
struct MuttConfig {
  std::map<std::string, MuttVariable, std::less<>> variables;
  std::vector<MuttVariable> sourced;  // files that it reads too

  const MuttVariable* find(std::string_view name) const;
  std::string value(std::string_view name) const;
};

/// Returns what the file sets by plain "set name=value"; hooks and macros are passed over.
MuttConfig parse_muttrc(std::string_view text);

/// Where mutt signs in.
struct MuttServer {
  bool is_encrypted = false;  // imaps, smtps
  std::string user;
  std::string host;
};

/// Returns the parts of "imaps://user@host:port/path"; the user may have an '@' or a "%40" in it.
/// No scheme: all is empty.
MuttServer parse_mutt_url(std::string_view url);

}  // namespace tool

#endif
