// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_MAIL_PROGRAM_FACTS_H
#define TOOL_DOCTOR_MAIL_PROGRAM_FACTS_H

#include <functional>
#include <optional>
#include <string>

#include "oauth/provider.h"

namespace tool {

/// What the checks of mail programs' own files need to know of a person's accounts.
struct MailProgramFacts {
  /// Whether there is an account that serves this user.
  std::function<bool(const std::string&)> serves;
  /// The sheet of that account's provider, if there is one.
  std::function<std::optional<oauth::Provider>(const std::string&)> provider;
  bool ranks_high = false;  // above passwords, in this program
};

}  // namespace tool

#endif
