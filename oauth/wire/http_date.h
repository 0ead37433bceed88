// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_HTTP_DATE_H
#define OAUTH_WIRE_HTTP_DATE_H

#include <optional>
#include <string_view>

#include "oauth/base/time_point.h"

namespace oauth {

/// Returns the instant that a date in one of the three forms of RFC 9110 section 5.6.7 names, or
/// nothing. `now` decides the century of a year of two digits.
///
///     IMF-fixdate  "Sun, 06 Nov 1994 08:49:37 GMT"
///     RFC 850      "Sunday, 06-Nov-94 08:49:37 GMT"
///     asctime      "Sun Nov  6 08:49:37 1994"
std::optional<TimePoint> parse_http_date(std::string_view text, TimePoint now);

}  // namespace oauth

#endif
