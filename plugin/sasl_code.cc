// SPDX-License-Identifier: MIT
#include "plugin/sasl_code.h"

#include <sasl/sasl.h>

namespace plugin {

int sasl_code(oauth::ErrorKind kind) noexcept {
  switch (kind) {
    case oauth::ErrorKind::consent_needed:
      return SASL_EXPIRED;  // "passphrase expired, has to be reset"
    case oauth::ErrorKind::refused:
      return SASL_BADAUTH;  // "authentication failure"
    case oauth::ErrorKind::unavailable:
    case oauth::ErrorKind::bad_reply:
      return SASL_UNAVAIL;  // "remote authentication server unavailable"
    case oauth::ErrorKind::bad_config:
    case oauth::ErrorKind::no_access:
    case oauth::ErrorKind::internal:
      break;
  }
  return SASL_FAIL;  // "generic failure"
}

}  // namespace plugin
