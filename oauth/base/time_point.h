// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_TIME_POINT_H
#define OAUTH_BASE_TIME_POINT_H

#include <chrono>
#include <cstdint>
#include <string>

namespace oauth {

using std::chrono::seconds;

/// An instant of wall-clock time in whole seconds, 64 bits: good beyond 2038.
using TimePoint = std::chrono::time_point<std::chrono::system_clock, seconds>;

/// Returns the instant `unix_seconds` after 1970-01-01T00:00:00Z.
constexpr TimePoint from_unix(std::int64_t unix_seconds) {
  return TimePoint(seconds(unix_seconds));
}
/// Returns the seconds from 1970-01-01T00:00:00Z to `time`.
constexpr std::int64_t to_unix(TimePoint time) { return time.time_since_epoch().count(); }

/// Returns `time` as "2026-11-23 14:05:09 UTC", the form of every sentence and log line.
std::string format_utc(TimePoint time);

}  // namespace oauth

#endif
