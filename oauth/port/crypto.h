// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_CRYPTO_H
#define OAUTH_PORT_CRYPTO_H

#include <array>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

using Sha256 = std::array<unsigned char, 32>;

/// A point on the curve P-256: its coordinates, 32 octets each, big-endian (RFC 7518 section 6.2).
struct EcPublicKey {
  std::array<unsigned char, 32> x;
  std::array<unsigned char, 32> y;
};

/// R and S, 32 octets each, big-endian (RFC 7518 section 3.4), which is not OpenSSL's DER.
using Es256Signature = std::array<unsigned char, 64>;

class Crypto {
 public:
  virtual ~Crypto() = default;

  /// Returns the SHA-256 of `bytes` (FIPS 180-4). Errors: internal.
  virtual Result<Sha256> sha256(std::string_view bytes) = 0;

  /// Returns a new private key on P-256, as PKCS#8 in PEM. Errors: internal.
  virtual Result<Secret> new_ec_key() = 0;
  /// Returns the public half of such a key. Errors: bad_config (not such a key), internal.
  virtual Result<EcPublicKey> ec_public_key(const Secret& key) = 0;
  /// Returns the ES256 signature of `bytes`. Errors: as ec_public_key.
  virtual Result<Es256Signature> sign_es256(const Secret& key, std::string_view bytes) = 0;
};

}  // namespace oauth

#endif
