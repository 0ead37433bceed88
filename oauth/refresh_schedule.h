// SPDX-License-Identifier: MIT
#ifndef OAUTH_REFRESH_SCHEDULE_H
#define OAUTH_REFRESH_SCHEDULE_H

#include "oauth/base/bounds.h"
#include "oauth/base/time_point.h"
#include "oauth/port/record.h"

namespace oauth {

/// When a timer refreshes an account, so that no login ever has to, and no refresh token dies for
/// want of use. By the wall clock alone, which goes on in suspend.
struct RefreshSchedule {
  seconds min_validity = bounds::min_validity;          // that a login wants of a token
  seconds refresh_at_least = bounds::refresh_at_least;  // after the last refresh
  double jitter = 0;  // in 0..1: brings it forward, so that accounts do not march in step
};

/// Returns from when on the account is due: before its token is too old for a login that comes
/// before the timer does again, or a tenth of its life before its end, whichever is earlier, but
/// never within the first half of its life; or when it was last refreshed too long ago. The epoch:
/// at once.
TimePoint due_at(const Record& record, const RefreshSchedule& schedule);

/// Returns whether it is due; also if its token comes from the future: the clock was set back, and
/// nobody knows how old it is.
bool is_due(const Record& record, const RefreshSchedule& schedule, TimePoint now);

}  // namespace oauth

#endif
