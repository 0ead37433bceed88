// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_PROCESS_H
#define OAUTH_OS_PROCESS_H

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "oauth/port/process.h"

namespace oauth {

/// Names and values for an environment.
using Variables = std::vector<std::pair<std::string, std::string>>;

/// The tool's Process: /bin/sh -c COMMAND, with our standard input and standard error, so that the
/// command may ask a person for a passphrase, and with no other descriptor of ours. It runs in our
/// process group, so that the terminal stays its own. Signals are as a new program expects them.
///
/// Waits for the command to close its output and to end. Beyond the limit the command is killed;
/// what it started itself is left alone.
class SystemProcess : public Process {
 public:
  Result<Secret> first_line_of(const std::string& command, std::chrono::seconds limit) override;
  Result<Secret> output_of(const std::string& command, std::chrono::seconds limit) override;

  /// Runs `command` with these variables in its environment besides ours, nothing to read, and its
  /// output on our standard error. Errors: as first_line_of.
  Result<void> run(const std::string& command, const Variables& variables,
                   std::chrono::seconds limit);
};

/// A command that makes text of a file, as `gpg --decrypt` does: it gets the file as its standard
/// input, and its path as "$1".
struct FilterCommand {
  std::string command;
  std::string path;
  std::chrono::seconds limit{0};
  std::size_t max_bytes = 0;
};

/// Runs it as SystemProcess runs commands, and returns all that it prints.
/// Errors: as first_line_of; and no_access with a whole sentence if the file cannot be opened.
Result<Secret> filtered(const FilterCommand& filter);

}  // namespace oauth

#endif
