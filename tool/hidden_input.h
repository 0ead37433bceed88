// SPDX-License-Identifier: MIT
#ifndef TOOL_HIDDEN_INPUT_H
#define TOOL_HIDDEN_INPUT_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "tool/terminal.h"

namespace tool {

/// Returns the line that a person types behind `question`, or that comes from a pipe. On a terminal
/// nothing of it is shown, and the terminal is as before afterwards, whatever signal comes.
/// Errors: bad_config (nothing was given; `remedy` says how else to give it).
oauth::Result<oauth::Secret> read_hidden_line(Terminal& terminal, const std::string& question,
                                              const std::string& remedy);

/// The same for what may be seen: a client id.
oauth::Result<oauth::Secret> read_shown_line(Terminal& terminal, const std::string& question,
                                             const std::string& remedy);

}  // namespace tool

#endif
