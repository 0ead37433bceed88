// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_DEVICE_WAITERS_H
#define TESTS_SUPPORT_DEVICE_WAITERS_H

#include <string>

#include "oauth/login/device_code.h"
#include "tests/support/fake_clock.h"

namespace oauth {

/// Lets no time pass but the clock's, and notes each pause: "5 5 10".
class NotingWaiter : public DeviceWaiter {
 public:
  explicit NotingWaiter(FakeClock& clock) : clock_(clock) {}

  void wait(seconds pause, seconds) override {
    pauses_ += (pauses_.empty() ? "" : " ") + std::to_string(pause.count());
    clock_.advance(pause);
  }

  const std::string& pauses() const { return pauses_; }

 private:
  FakeClock& clock_;
  std::string pauses_;
};

}  // namespace oauth

#endif
