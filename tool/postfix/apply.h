// SPDX-License-Identifier: MIT
#ifndef TOOL_POSTFIX_APPLY_H
#define TOOL_POSTFIX_APPLY_H

#include "oauth/port/program_output.h"
#include "tool/options.h"
#include "tool/postfix/setup.h"
#include "tool/terminal.h"

namespace tool {

/// Shows what will change, asks where something of somebody else's would be lost, does it, has a
/// running Postfix take it up, and tells the way back. Returns the exit code.
int apply_postfix(const PostfixWork& work, const Options& options, oauth::Programs& programs,
                  Terminal& terminal);

}  // namespace tool

#endif
