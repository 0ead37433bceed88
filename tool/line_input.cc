// SPDX-License-Identifier: MIT
#include "tool/line_input.h"

#include <errno.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "oauth/base/bounds.h"

namespace tool {

int LineInput::descriptor() const {
  if (descriptor_ < 0) return -1;
  // Reading from the background would stop us (SIGTTIN).
  if (isatty(descriptor_) == 1 && tcgetpgrp(descriptor_) != getpgrp()) return -1;
  return descriptor_;
}

void LineInput::read() {
  char block[1024];
  const ssize_t count = ::read(descriptor_, block, sizeof block);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) {
    descriptor_ = -1;
    if (!text_.empty()) text_.append("\n");
    return;
  }
  text_.append({block, static_cast<std::size_t>(count)});
  oauth::wipe(block, static_cast<std::size_t>(count));
}

std::optional<oauth::Secret> LineInput::take_line() {
  const std::string_view text = text_.reveal();
  const std::size_t newline = text.find('\n');
  const std::size_t end = std::min(newline, oauth::bounds::max_request_line_bytes);
  if (end > text.size()) return std::nullopt;
  oauth::Secret line = oauth::Secret::copy_of(text.substr(0, end));
  text_ = oauth::Secret::copy_of(text.substr(end + (end == newline ? 1 : 0)));
  return line;
}

}  // namespace tool
