// SPDX-License-Identifier: MIT
#ifndef PLUGIN_SASL_CODE_H
#define PLUGIN_SASL_CODE_H

#include "oauth/base/error.h"

namespace plugin {

/// Returns libsasl's result code for a failure, chosen by the words that sasl_errstring has for it,
/// since some hosts show nothing else. Never SASL_NOMECH: isync would go on with the LOGIN command,
/// and SASL_TRYAGAIN reads "transient failure (e.g., weak key)".
int sasl_code(oauth::ErrorKind kind) noexcept;

}  // namespace plugin

#endif
