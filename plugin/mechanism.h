// SPDX-License-Identifier: MIT
#ifndef PLUGIN_MECHANISM_H
#define PLUGIN_MECHANISM_H

#include "oauth/base/result.h"
#include "oauth/wire/sasl_message.h"

namespace plugin {

/// What an initial client response is made of.
using Identity = oauth::SaslIdentity;

using Mechanism = oauth::SaslMechanism;
inline constexpr const Mechanism (&mechanisms)[2] = oauth::sasl_mechanisms;
inline constexpr int mechanism_count = 2;

/// As oauth::check_sasl_identity.
oauth::Result<void> check(const Identity& identity);

}  // namespace plugin

#endif
