// SPDX-License-Identifier: MIT
#ifndef TOOL_COMMAND_LINE_H
#define TOOL_COMMAND_LINE_H

#include <string>

#include "tool/options.h"

namespace tool {

/// What a command line means. Just one of the three texts is not empty.
struct CommandLine {
  std::string command;  // "login", "config check"
  std::string answer;   // the help or the version that was asked for
  std::string mistake;  // what is wrong with it, with the remedy
  Options options;
};

/// Returns what the arguments mean; `arguments[0]` is the program's own name.
CommandLine parse_command_line(int count, const char* const* arguments);

}  // namespace tool

#endif
