// SPDX-License-Identifier: MIT
#include "oauth/base/tool_command.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {

std::string tool_command(std::string_view word, const std::string& account,
                         const std::string& kept_for) {
  std::string command = "sasl-oauth ";
  command.append(word).append(" ").append(printable(account, bounds::max_quoted_bytes));
  if (!kept_for.empty()) {
    command.append(" --for ").append(printable(kept_for, bounds::max_quoted_bytes));
  }
  return command;
}

}  // namespace oauth
