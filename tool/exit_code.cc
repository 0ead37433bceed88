// SPDX-License-Identifier: MIT
#include "tool/exit_code.h"

namespace tool {
namespace {

int weight(int code) noexcept {
  switch (code) {
    case exit_code::done:
      return 0;
    case exit_code::try_again_later:
      return 1;
    case exit_code::bad_reply:
      return 2;
    case exit_code::configuration:
      return 3;
    case exit_code::sign_in_needed:
      return 4;
    default:
      return 5;
  }
}

}  // namespace

int exit_code_of(oauth::ErrorKind kind) noexcept {
  using oauth::ErrorKind;
  switch (kind) {
    case ErrorKind::consent_needed:
      return exit_code::sign_in_needed;
    case ErrorKind::unavailable:
      return exit_code::try_again_later;
    case ErrorKind::bad_reply:
      return exit_code::bad_reply;
    case ErrorKind::bad_config:
    case ErrorKind::refused:
    case ErrorKind::no_access:
      return exit_code::configuration;
    case ErrorKind::internal:
      break;
  }
  return exit_code::internal;
}

int worse(int one, int other) noexcept { return weight(other) > weight(one) ? other : one; }

}  // namespace tool
