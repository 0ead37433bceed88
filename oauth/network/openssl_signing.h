// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_OPENSSL_SIGNING_H
#define OAUTH_NETWORK_OPENSSL_SIGNING_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/signing_algorithm.h"

namespace oauth {

/// Crypto::usual_algorithm and Crypto::sign.
Result<SigningAlgorithm> openssl_usual_algorithm(const Secret& pem);
Result<std::string> openssl_sign(SigningAlgorithm algorithm, const Secret& pem,
                                 std::string_view bytes);

/// Returns an ECDSA signature over P-256, as OpenSSL writes it (DER), in the form of JWS: both
/// numbers padded to 32 octets (RFC 7518 section 3.4). Errors: internal.
Result<std::string> es256_from_der(std::string_view der);

}  // namespace oauth

#endif
