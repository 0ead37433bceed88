// SPDX-License-Identifier: MIT
#ifndef OAUTH_PROVIDER_READER_H
#define OAUTH_PROVIDER_READER_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/provider.h"
#include "oauth/setting.h"

namespace oauth {

/// Returns the provider that a file of its own describes, which holds at its top what stands in a
/// [provider.NAME] table elsewhere (provider.h lists the keys).
/// Errors: bad_config, "FILE:LINE: ..." for the first mistake, as parse_configuration.
Result<Provider> parse_provider(std::string_view text, const std::string& file,
                                const std::string& name);

/// Reads one setting of a [provider.NAME] table into `provider`. Errors: bad_config.
Result<void> read_provider_setting(const Setting& setting, Provider& provider);

/// Reads one setting of the [network] table. Errors: bad_config.
Result<void> read_network_setting(const Setting& setting, NetworkOverrides& network);

/// Returns what tenant says. Errors: bad_config.
Result<std::string> read_tenant(const Setting& setting);

/// Returns what token_endpoint_auth_method says. Errors: bad_config.
Result<ClientAuthentication> read_client_authentication(const Setting& setting);

}  // namespace oauth

#endif
