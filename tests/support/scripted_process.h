// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_SCRIPTED_PROCESS_H
#define TESTS_SUPPORT_SCRIPTED_PROCESS_H

#include <optional>
#include <string>

#include "oauth/port/process.h"

namespace oauth {

/// Answers every command alike, and keeps what it was asked.
class ScriptedProcess : public Process {
 public:
  Result<Secret> first_line_of(const std::string& command, std::chrono::seconds limit) override {
    asked = command;
    asked_limit = limit;
    if (failure) return *failure;
    return Secret::copy_of(line);
  }

  Result<Secret> output_of(const std::string& command, std::chrono::seconds limit) override {
    return first_line_of(command, limit);
  }

  std::string line;
  std::optional<Error> failure;
  std::string asked;
  std::chrono::seconds asked_limit{0};
};

}  // namespace oauth

#endif
