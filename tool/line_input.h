// SPDX-License-Identifier: MIT
#ifndef TOOL_LINE_INPUT_H
#define TOOL_LINE_INPUT_H

#include <optional>

#include "oauth/base/secret.h"

namespace tool {

/// Lines that a person types or pastes, without waiting for them. A line may hold a code.
class LineInput {
 public:
  /// The descriptor is borrowed, and left as it is: another program may share it.
  explicit LineInput(int descriptor) : descriptor_(descriptor) {}

  /// Returns what poll(2) is to look at; -1 once there is nothing more to come, and while the
  /// terminal belongs to another job, whose typing it is.
  int descriptor() const;

  /// Returns whether nothing more can come.
  bool is_at_end() const { return descriptor_ < 0; }

  /// Reads what is there, once poll(2) says so; waits if nothing is.
  void read();
  /// Returns the next whole line of what was read, without its newline; the very last may lack one.
  /// What is longer than bounds::max_request_line_bytes is cut into such pieces.
  std::optional<oauth::Secret> take_line();

 private:
  int descriptor_;
  oauth::Secret text_;
};

}  // namespace tool

#endif
