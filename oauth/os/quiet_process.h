// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_QUIET_PROCESS_H
#define OAUTH_OS_QUIET_PROCESS_H

#include <chrono>
#include <string>

#include "oauth/os/command_output.h"
#include "oauth/port/process.h"

namespace oauth {

/// The plugin's Process: /bin/sh -c COMMAND in somebody else's program, which does not notice.
///
/// Between the program and the command stands a process of ours, a copy of the program that only
/// waits. It is made with no signal at its end, so that no SIGCHLD comes and neither wait() nor
/// waitpid(-1) finds it (clone(2); a program that is executed would send SIGCHLD again, which is
/// why the command is not that process itself). All signals are blocked in it, so that none of the
/// program's handlers runs there. The command has no standard input, no standard error and no
/// descriptor of ours or of the program's; its signals are as a new program expects them. When the
/// program dies, or the limit is over, both are killed.
class QuietProcess : public Process {
 public:
  Result<Secret> first_line_of(const std::string& command, std::chrono::seconds limit) override;
  Result<Secret> output_of(const std::string& command, std::chrono::seconds limit) override;

 private:
  Result<Secret> run(const std::string& command, std::chrono::seconds limit, CommandOutput wanted);
};

}  // namespace oauth

#endif
