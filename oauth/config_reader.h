// SPDX-License-Identifier: MIT
#ifndef OAUTH_CONFIG_READER_H
#define OAUTH_CONFIG_READER_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/config.h"
#include "oauth/setting.h"

/// The configuration's format: TOML, of which each table and key is known. All are optional.
///
///   [defaults]                    provider, client, min_validity
///   [network]                     proxy, ca_file, ca_dir, connect_timeout, request_timeout
///   [store]                       dir
///   [provider.NAME]               see provider.h
///   [client.NAME]                 provider, tenant, client_id, client_secret,
///                                 token_endpoint_auth_method
///   [account."ADDRESS"]           provider, client, tenant, user, scope, min_validity;
///                                 "*@DOMAIN" for all accounts of a domain
///
///   min_validity = { imap = "30m", pop = "5m", smtp = "5m", other = "5m" }    any of the four
///   client_secret                 "file:", "credential:", "command:" or the secret; see
///                                 secret_reference.h
///   proxy                         "http://HOST:PORT" or with https, socks4, socks4a, socks5 or
///                                 socks5h; "none" for none
///   durations                     "90s", "10m", "1h", "7d"; timeouts 1s to 5m, min_validity 0s to
///   24h
namespace oauth {

/// Returns what the file says. `file` is what sentences call it.
/// Errors: bad_config, "FILE:LINE: ..." for the first mistake: not TOML, an unknown table or key
/// (with the nearest known one), a value of the wrong type or form, a secret in clear in a file
/// that others may read. No sentence repeats a value.
Result<Configuration> parse_configuration(std::string_view text, const std::string& file,
                                          SourceTrust trust);

}  // namespace oauth

#endif
