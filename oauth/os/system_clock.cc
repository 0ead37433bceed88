// SPDX-License-Identifier: MIT
#include "oauth/os/system_clock.h"

#include <time.h>

namespace oauth {

TimePoint SystemClock::now() {
  struct timespec now = {};
  clock_gettime(CLOCK_REALTIME, &now);
  return from_unix(now.tv_sec);
}

}  // namespace oauth
