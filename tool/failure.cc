// SPDX-License-Identifier: MIT
#include "tool/failure.h"

#include "tool/exit_code.h"

namespace tool {

int fail(Terminal& terminal, const oauth::Error& error) {
  terminal.fail(error.message);
  return exit_code_of(error.kind);
}

}  // namespace tool
