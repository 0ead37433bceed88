// SPDX-License-Identifier: MIT
#include "oauth/base/time_point.h"

#include <stdio.h>
#include <time.h>

namespace oauth {

std::string format_utc(TimePoint time) {
  const time_t stamp = static_cast<time_t>(to_unix(time));
  struct tm parts = {};
  if (gmtime_r(&stamp, &parts) == nullptr) return std::to_string(to_unix(time)) + " s after 1970";
  char text[64];
  snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d UTC", parts.tm_year + 1900,
           parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return text;
}

}  // namespace oauth
