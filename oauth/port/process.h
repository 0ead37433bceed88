// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_PROCESS_H
#define OAUTH_PORT_PROCESS_H

#include <chrono>
#include <string>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

/// Runs commands: the tool those that the configuration names, and both the tool and the plugin the
/// one that an account of the `command` grant has. In somebody else's program it must leave no
/// trace: no SIGCHLD, nothing for the program's own wait() to find, no descriptor that goes along
/// (oauth/os/quiet_process.h).
class Process {
 public:
  virtual ~Process() = default;

  /// Runs `command` by /bin/sh and returns the first line it prints, without its newline. The rest
  /// of what it prints is read and dropped.
  /// Errors, each a phrase about the command ("ended with status 1"): no_access (cannot be run,
  /// failed, or printed more than bounds::max_secret_bytes on that line), unavailable (not done
  /// within `limit`; it is killed then).
  virtual Result<Secret> first_line_of(const std::string& command, std::chrono::seconds limit) = 0;

  /// Runs `command` likewise and returns all that it prints, at most bounds::max_reply_bytes.
  /// Errors: unavailable as well where it ran and failed or printed too much; no_access where it
  /// cannot be run.
  virtual Result<Secret> output_of(const std::string& command, std::chrono::seconds limit) = 0;
};

}  // namespace oauth

#endif
