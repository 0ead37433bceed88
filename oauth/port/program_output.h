// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_PROGRAM_OUTPUT_H
#define OAUTH_PORT_PROGRAM_OUTPUT_H

#include <chrono>
#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

struct ProgramOutput {
  int status = 0;  // what it ended with
  Secret text;     // what it printed: it may quote a file with secrets
};

/// Asks other programs what they know.
class Programs {
 public:
  virtual ~Programs() = default;

  /// Runs the program `words[0]` (a plain name) with the other words as arguments, no shell in
  /// between, and returns what it printed on its standard output.
  /// Errors, each a phrase about the program: no_access (there is none, or it cannot be run, or it
  /// printed more than bounds::max_program_output_bytes), unavailable (not done within `limit`; it
  /// is killed then).
  virtual Result<ProgramOutput> output_of(const std::vector<std::string>& words,
                                          std::chrono::seconds limit) = 0;
};

}  // namespace oauth

#endif
