// SPDX-License-Identifier: MIT
#ifndef TOOL_POSTFIX_MAP_EDIT_H
#define TOOL_POSTFIX_MAP_EDIT_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/secret.h"
#include "tool/postfix/relay.h"

namespace tool {

/// What a map's text becomes when a relay gets its user.
struct MapEdit {
  enum class Kind { none, added, replaced };
  Kind kind = Kind::none;
  oauth::Secret text;       // of the whole map; with `none`, as it was
  std::string former_user;  // of the entry that was replaced
  std::size_t line = 0;     // the first one of that entry, or of the one that was there
  std::vector<std::size_t> former_lines;  // all that become comments
  bool is_added = false;                  // the entry was not there
  bool lacks_line_end = false;            // the former text
};

/// Returns the entry for the map: "[smtp.gmail.com]:587 you@gmail.com:oauth2".
std::string map_entry(const Relay& relay, const std::string& user);

/// Returns the text of smtp_sasl_password_maps' source with that entry in it. Other lines stay as
/// they are. An entry of the relay that says something else is not thrown away: it becomes a
/// comment, "#was: ...", since a password may be in it. So does one for the host alone, which
/// Postfix would find before ours.
MapEdit edit_password_map(std::string_view text, const Relay& relay, const std::string& user);

}  // namespace tool

#endif
