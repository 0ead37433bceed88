// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_RFC3339_H
#define OAUTH_WIRE_RFC3339_H

#include <optional>
#include <string_view>

#include "oauth/base/time_point.h"

namespace oauth {

/// Returns the instant that `text` names, "2026-01-02T03:04:05.678901+01:00" (RFC 3339 section
/// 5.6), without its fraction of a second; nothing for anything else. A zone is required: a local
/// time says nothing on another machine. Years 1 to 9999; Go's zero time is in year 1.
std::optional<TimePoint> parse_rfc3339(std::string_view text);

}  // namespace oauth

#endif
