// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_SYSTEM_CLOCK_H
#define OAUTH_OS_SYSTEM_CLOCK_H

#include "oauth/port/clock.h"

namespace oauth {

class SystemClock : public Clock {
 public:
  TimePoint now() override;
};

}  // namespace oauth

#endif
