// SPDX-License-Identifier: MIT
#ifndef OAUTH_ORIGIN_H
#define OAUTH_ORIGIN_H

#include <string>

namespace oauth {

/// Where in the configuration something was written, so that a mistake that shows later can be
/// found. No line: the command line, or a default.
struct Origin {
  std::string file;
  unsigned line = 0;

  /// Returns "FILE:LINE: ", the start of a sentence, or nothing.
  std::string prefix() const {
    return line == 0 ? std::string() : file + ":" + std::to_string(line) + ": ";
  }
};

/// The name of a [provider.NAME] or [client.NAME] table where another setting gives it.
struct Reference {
  std::string name;  // empty: not set
  Origin origin;
};

}  // namespace oauth

#endif
