// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_CLIENT_ASSERTION_H
#define OAUTH_GRANT_CLIENT_ASSERTION_H

#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/port/crypto.h"
#include "oauth/port/record.h"

namespace oauth {

/// Returns the JWT by which the client proves itself (RFC 7523 sections 2.2 and 3): issuer and
/// subject are the client, the audience is the token endpoint unless the client says another, good
/// from `now` for bounds::client_assertion_lifetime. With a certificate its header has x5t#S256, as
/// Microsoft wants it; with a key id, kid. The algorithm is the client's own, else PS256 for an RSA
/// key with a certificate, else as Crypto::usual_algorithm.
/// `jti`: never the same twice. Errors: bad_config (no key, one that cannot sign so, a certificate
/// of another key, an unknown algorithm), internal.
Result<Secret> client_assertion(Crypto& crypto, const Client& client, std::string_view jti,
                                TimePoint now);

/// Returns the algorithm of that name, or what `usual` says if the name is empty.
/// Errors: bad_config (not a name of RS256, PS256, ES256), and those of `usual`.
Result<SigningAlgorithm> assertion_algorithm(const std::string& name,
                                             const Result<SigningAlgorithm>& usual);

}  // namespace oauth

#endif
