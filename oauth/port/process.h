// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_PROCESS_H
#define OAUTH_PORT_PROCESS_H

#include <chrono>
#include <string>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

/// Runs the commands that the configuration names. The tool has one; a plugin must not start
/// processes in somebody else's program.
class Process {
 public:
  virtual ~Process() = default;

  /// Runs `command` by /bin/sh and returns the first line it prints, without its newline. The rest
  /// of what it prints is read and dropped.
  /// Errors, each a phrase about the command ("ended with status 1"): no_access (cannot be run,
  /// failed, or printed more than bounds::max_secret_bytes on that line), unavailable (not done
  /// within `limit`; it is killed then).
  virtual Result<Secret> first_line_of(const std::string& command, std::chrono::seconds limit) = 0;
};

}  // namespace oauth

#endif
