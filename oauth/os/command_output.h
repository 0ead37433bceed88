// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_COMMAND_OUTPUT_H
#define OAUTH_OS_COMMAND_OUTPUT_H

#include <chrono>
#include <cstddef>

#include "oauth/base/bounds.h"
#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/os/file_descriptor.h"

namespace oauth {

/// What of a command's output counts, and of which kind it is that it printed too much or ended
/// badly.
struct CommandOutput {
  enum class Part { first_line, all };
  Part part;
  std::size_t max_bytes;
  ErrorKind failure;
};

/// A secret is corrected by a person; the rest of what comes behind it is read and dropped. A
/// command that prints a token may do better the next time.
inline constexpr CommandOutput a_secret{CommandOutput::Part::first_line, bounds::max_secret_bytes,
                                        ErrorKind::no_access};
inline constexpr CommandOutput a_token{CommandOutput::Part::all, bounds::max_reply_bytes,
                                       ErrorKind::unavailable};

/// Reads what a command prints until it closes its output. Returns the part that counts, the first
/// line without its newline.
/// Errors, phrases about the command: unavailable (the deadline passed), `wanted.failure`.
Result<Secret> read_command_output(const FileDescriptor& output,
                                   std::chrono::steady_clock::time_point deadline,
                                   CommandOutput wanted);

/// Returns whether a command ended well, by its status of waitpid. Errors: a phrase of the kind
/// `wanted.failure`.
Result<void> check_command_end(int status, CommandOutput wanted);

}  // namespace oauth

#endif
