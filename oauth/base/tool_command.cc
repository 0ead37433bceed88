// SPDX-License-Identifier: MIT
#include "oauth/base/tool_command.h"

#include "oauth/base/bounds.h"
#include "oauth/base/shell_word.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

std::string word_of(const std::string& text) {
  return shell_word(printable(text, bounds::max_quoted_bytes));
}

}  // namespace

std::string tool_command(std::string_view word, const std::string& account,
                         const std::string& kept_for) {
  const std::string owner = kept_for.empty() ? "" : " --for " + word_of(kept_for);
  std::string command = "sasl-oauth ";
  command.append(word);
  // It would be read as an option.
  if (starts_with(account, "-")) return command + owner + " -- " + word_of(account);
  return command + " " + word_of(account) + owner;
}

}  // namespace oauth
