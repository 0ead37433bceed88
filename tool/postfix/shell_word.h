// SPDX-License-Identifier: MIT
#ifndef TOOL_POSTFIX_SHELL_WORD_H
#define TOOL_POSTFIX_SHELL_WORD_H

#include <string>
#include <string_view>

namespace tool {

/// Returns the text as one word of a shell's command line: as it is where a shell sees nothing in
/// it, else in single quotes.
std::string shell_word(std::string_view text);

}  // namespace tool

#endif
