// SPDX-License-Identifier: MIT
#ifndef TOOL_COUNTDOWN_H
#define TOOL_COUNTDOWN_H

#include <chrono>
#include <string>
#include <string_view>

namespace tool {

/// Returns the line that a waiting command shows: "Waiting for the browser ... 9:59  (Ctrl-C
/// stops)", where "browser" is `whom`.
std::string countdown_line(std::string_view whom, std::chrono::seconds left);

}  // namespace tool

#endif
