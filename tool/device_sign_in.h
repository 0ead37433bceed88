// SPDX-License-Identifier: MIT
#ifndef TOOL_DEVICE_SIGN_IN_H
#define TOOL_DEVICE_SIGN_IN_H

#include <chrono>
#include <optional>
#include <string>

#include "oauth/base/result.h"
#include "oauth/login/device_code.h"
#include "tool/code_exchange.h"
#include "tool/sign_in_plan.h"

namespace tool {

/// How a device sign-in is to go.
struct DeviceManner {
  std::optional<std::chrono::seconds> timeout;  // shorter than the code's life; none: as long
  bool wants_json = false;                      // print the code and the page for a program too
  oauth::DeviceWaiter* waiter = nullptr;        // borrowed; NULL: the real time, with a countdown
};

/// Returns what a sign-in brought that a person did on a page that may be opened on any
/// device (RFC 8628); the account's name is the caller's to add. Shows the page's address, the code
/// to type there and, where the terminal can, a QR code, and waits. Nothing is kept here, so it may
/// be interrupted at any moment.
/// Errors: those of request_device_code, await_device_tokens, Network::http and, where the provider
/// binds refresh tokens, of Network::new_ec_key.
oauth::Result<SignedIn> sign_in_by_device(const SignInPorts& ports, const SignInPlan& plan,
                                          const DeviceManner& manner);

}  // namespace tool

#endif
