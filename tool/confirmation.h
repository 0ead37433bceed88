// SPDX-License-Identifier: MIT
#ifndef TOOL_CONFIRMATION_H
#define TOOL_CONFIRMATION_H

#include <string>

#include "tool/terminal.h"

namespace tool {

/// Asks a question on the terminal, and returns whether the answer is yes; anything else, and the
/// end of the input, is no.
bool is_confirmed(Terminal& terminal, const std::string& question);

}  // namespace tool

#endif
