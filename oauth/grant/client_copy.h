// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_CLIENT_COPY_H
#define OAUTH_GRANT_CLIENT_COPY_H

#include "oauth/base/result.h"
#include "oauth/port/crypto.h"
#include "oauth/port/record.h"

namespace oauth {

/// Returns a copy, secrets and all.
Client copy_of(const Client& client);
Assertion copy_of(const Assertion& assertion);

/// Returns whether both prove themselves alike, at the same endpoint.
bool is_same_client(const Client& one, const Client& other);

/// Checks the client's key and certificate before anybody relies on them, and notes the end of the
/// certificate in `client.expires_at`. Does nothing for a client without.
/// Errors: bad_config (one cannot be used, they do not belong together, or a key is missing),
/// internal.
Result<void> check_client_key(Crypto& crypto, Client& client);

}  // namespace oauth

#endif
