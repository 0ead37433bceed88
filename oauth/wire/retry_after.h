// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_RETRY_AFTER_H
#define OAUTH_WIRE_RETRY_AFTER_H

#include <string_view>

#include "oauth/base/time_point.h"

namespace oauth {

/// Returns how long a Retry-After header (RFC 9110 section 10.2.3) asks to wait from `now`:
/// seconds, or a date in any of the three forms of section 5.6.7; in 0..bounds::max_retry_after.
/// Zero for a date gone by and for what is neither.
seconds parse_retry_after(std::string_view text, TimePoint now);

}  // namespace oauth

#endif
