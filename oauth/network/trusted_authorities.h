// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_TRUSTED_AUTHORITIES_H
#define OAUTH_NETWORK_TRUSTED_AUTHORITIES_H

#include "oauth/base/result.h"
#include "oauth/port/network.h"

namespace oauth {

/// Returns the authorities that CurlHttp trusts with these settings. Where they name none: the
/// system's.
/// Errors: bad_config, which names the file and the remedy.
Result<TrustedAuthorities> trusted_authorities(const NetworkSettings& settings);

/// Returns where the system's authorities are, as ca_file and ca_dir: the places that libcurl was
/// built with, or, if it does not say (before 7.84), OpenSSL's.
NetworkSettings system_authorities();

}  // namespace oauth

#endif
