// SPDX-License-Identifier: MIT
#ifndef TOOL_CONFIGURED_CLIENT_H
#define TOOL_CONFIGURED_CLIENT_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/config.h"
#include "oauth/port/record.h"
#include "oauth/secret_reference.h"

namespace tool {

/// Returns the name of the [client.NAME] table that describes this client of this provider; empty
/// if there is none. A table that names no provider is of any.
std::string client_name_of(const oauth::Configuration& configuration, const std::string& client_id,
                           const std::string& provider);

/// Returns the client that a [client.NAME] table describes, its secret resolved; without a scope.
/// Errors: bad_config, no_access, unavailable.
oauth::Result<oauth::Client> configured_client(oauth::SecretResolver& secrets,
                                               const std::string& name,
                                               const oauth::ClientSettings& settings,
                                               const oauth::Provider& provider);

}  // namespace tool

#endif
