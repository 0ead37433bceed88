// SPDX-License-Identifier: MIT
#ifndef TOOL_OPEN_OUTPUT_H
#define TOOL_OPEN_OUTPUT_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "tool/terminal.h"

namespace tool {

/// Warns if the standard output is a file that others can read: a shell's "> file" makes such a
/// file more often than not.
void warn_of_open_output(Terminal& terminal);

enum class Overwriting { refused, allowed };

/// Writes a file with a secret in it: for its owner alone (0600), whole or not at all.
/// Errors: no_access (it stands already and must not be replaced; is no regular file; cannot be
/// written).
oauth::Result<void> write_private_file(const std::string& path, const oauth::Secret& text,
                                       Overwriting overwriting);

}  // namespace tool

#endif
