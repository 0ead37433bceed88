// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_PROCESS_H
#define OAUTH_OS_PROCESS_H

#include <chrono>
#include <string>

#include "oauth/port/process.h"

namespace oauth {

/// The real Process: /bin/sh -c COMMAND, with our standard input and standard error, so that the
/// command may ask a person for a passphrase, and with no other descriptor of ours. It runs in our
/// process group, so that the terminal stays its own. Signals are as a new program expects them.
///
/// Waits for the command to close its output and to end. Beyond the limit the command is killed;
/// what it started itself is left alone.
class SystemProcess : public Process {
 public:
  Result<Secret> first_line_of(const std::string& command, std::chrono::seconds limit) override;
};

}  // namespace oauth

#endif
