// SPDX-License-Identifier: MIT
#include "tool/countdown.h"

#include <cstdio>

namespace tool {

std::string countdown_line(std::string_view whom, std::chrono::seconds left) {
  char clock[32];
  snprintf(clock, sizeof clock, "%lld:%02lld", static_cast<long long>(left.count() / 60),
           static_cast<long long>(left.count() % 60));
  return std::string("Waiting for the ")
      .append(whom)
      .append(" ... ")
      .append(clock)
      .append("  (Ctrl-C stops)");
}

}  // namespace tool
