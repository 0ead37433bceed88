// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_CLOCK_H
#define OAUTH_PORT_CLOCK_H

#include "oauth/base/time_point.h"

namespace oauth {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Returns the wall-clock time.
  virtual TimePoint now() = 0;
};

}  // namespace oauth

#endif
