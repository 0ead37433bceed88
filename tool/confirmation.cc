// SPDX-License-Identifier: MIT
#include "tool/confirmation.h"

#include <unistd.h>

#include "oauth/base/text.h"
#include "tool/line_input.h"

namespace tool {

bool is_confirmed(Terminal& terminal, const std::string& question) {
  terminal.ask(question + " [y/N]");
  LineInput typing(STDIN_FILENO);
  typing.read();
  const auto line = typing.take_line();
  if (!line) return false;
  const std::string_view answer = oauth::trimmed(line->reveal());
  return oauth::equals_ignoring_case(answer, "y") || oauth::equals_ignoring_case(answer, "yes");
}

}  // namespace tool
