// SPDX-License-Identifier: MIT
#ifndef TOOL_POSTFIX_SCRIPT_H
#define TOOL_POSTFIX_SCRIPT_H

#include <string>
#include <vector>

#include "tool/postfix/map_edit.h"
#include "tool/postfix/plan.h"

namespace tool {

/// What the script has to begin with.
struct ScriptStart {
  bool needs_login = true;  // there is no account, or nobody can tell
  std::string owner;        // whose accounts Postfix uses
  bool has_map = false;
  MapEdit::Kind edit = MapEdit::Kind::added;
  std::size_t line = 0;         // of an entry that is to be replaced
  bool lacks_line_end = false;  // the map: what is added would become a part of its last line
};

/// Returns the set-up as lines for root's shell, each command under the reason for it. "#" begins
/// what is no command.
std::vector<std::string> script_of(const PostfixPlan& plan, const ScriptStart& start);

}  // namespace tool

#endif
