// SPDX-License-Identifier: MIT
#include "oauth/base/error.h"

namespace oauth {

const char* kind_name(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::bad_config:
      return "bad_config";
    case ErrorKind::consent_needed:
      return "consent_needed";
    case ErrorKind::refused:
      return "refused";
    case ErrorKind::unavailable:
      return "unavailable";
    case ErrorKind::bad_reply:
      return "bad_reply";
    case ErrorKind::no_access:
      return "no_access";
    case ErrorKind::internal:
      break;
  }
  return "internal";
}

}  // namespace oauth
