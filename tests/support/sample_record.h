// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_SAMPLE_RECORD_H
#define TESTS_SUPPORT_SAMPLE_RECORD_H

#include "oauth/port/record.h"

namespace oauth {

/// When FakeClock starts: 2023-11-14 22:13:20 UTC.
inline constexpr TimePoint sample_now = from_unix(1700000000);

/// Returns the record of "user@example.com" at Google, with the access token "ya29.OLD", which was
/// got 600 seconds before `sample_now` and ends 3000 seconds after it, and the refresh token
/// "1//0gAbC-_x/y+z=".
Record sample_record();

}  // namespace oauth

#endif
