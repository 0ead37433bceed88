// SPDX-License-Identifier: MIT
#include "plugin/mechanism.h"

namespace plugin {

oauth::Result<void> check(const Identity& identity) { return oauth::check_sasl_identity(identity); }

}  // namespace plugin
