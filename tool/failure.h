// SPDX-License-Identifier: MIT
#ifndef TOOL_FAILURE_H
#define TOOL_FAILURE_H

#include "oauth/base/error.h"
#include "tool/terminal.h"

namespace tool {

/// Tells the failure, and returns its exit code: how each command ends that cannot do its work.
int fail(Terminal& terminal, const oauth::Error& error);

}  // namespace tool

#endif
