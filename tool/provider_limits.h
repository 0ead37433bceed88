// SPDX-License-Identifier: MIT
#ifndef TOOL_PROVIDER_LIMITS_H
#define TOOL_PROVIDER_LIMITS_H

#include <string>

#include "oauth/grant_life.h"
#include "tool/world.h"

namespace tool {

/// Returns what the provider of that name is known to do to refresh tokens: as its sheet says.
/// Without one (it is no longer there, or cannot be read) nothing is assumed.
oauth::GrantLimits limits_of(World& world, const std::string& provider);

}  // namespace tool

#endif
