// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_SHELL_WORD_H
#define OAUTH_BASE_SHELL_WORD_H

#include <string>
#include <string_view>

namespace oauth {

/// Returns the text as one word of a shell's command line: as it is where a shell sees nothing in
/// it, else in single quotes.
std::string shell_word(std::string_view text);

}  // namespace oauth

#endif
