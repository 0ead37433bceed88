// SPDX-License-Identifier: MIT
#ifndef OAUTH_TOML_TEXT_H
#define OAUTH_TOML_TEXT_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

/// Returns TOML of the same meaning in ASCII alone, line by line: letters beyond ASCII become
/// escapes where they stand in "double quotes", and '?' in comments.
///
/// toml++ 3.3 must not see other letters: where only a blank or a key can stand, most of them lead
/// it into __builtin_unreachable.
///
/// Errors: bad_config, "FILE:LINE: ...": a line that is not UTF-8 or longer than
/// bounds::max_config_line_bytes, a letter beyond ASCII elsewhere, and texts of several lines,
/// which no setting needs.
Result<Secret> toml_in_ascii(std::string_view text, const std::string& file);

}  // namespace oauth

#endif
