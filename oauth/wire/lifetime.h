// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_LIFETIME_H
#define OAUTH_WIRE_LIFETIME_H

#include <optional>
#include <string_view>

#include "oauth/base/time_point.h"
#include "oauth/wire/json.h"

namespace oauth {

/// Returns the seconds that a member of a server's answer tells, whole and in 0..`most`; nothing if
/// it is missing or no number. "3599" as a string, 1e3 and 124234123534 have all been seen from
/// real servers.
std::optional<seconds> lifetime_of(const JsonObject& object, std::string_view name, seconds most);

}  // namespace oauth

#endif
