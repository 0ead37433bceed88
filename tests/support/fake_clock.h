// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_FAKE_CLOCK_H
#define TESTS_SUPPORT_FAKE_CLOCK_H

#include "oauth/port/clock.h"

namespace oauth {

/// A clock that stands still until it is told to move; starts at 2023-11-14 22:13:20 UTC.
class FakeClock : public Clock {
 public:
  TimePoint now() override { return now_; }

  void set(TimePoint time) { now_ = time; }
  void advance(seconds by) { now_ += by; }

 private:
  TimePoint now_ = from_unix(1700000000);
};

}  // namespace oauth

#endif
