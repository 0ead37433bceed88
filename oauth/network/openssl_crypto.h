// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_OPENSSL_CRYPTO_H
#define OAUTH_NETWORK_OPENSSL_CRYPTO_H

#include "oauth/port/crypto.h"

namespace oauth {

/// Crypto by OpenSSL's EVP. Leaves nothing in OpenSSL's error queue, which the host may share.
class OpensslCrypto : public Crypto {
 public:
  Result<Sha256> sha256(std::string_view bytes) override;
  Result<Secret> new_ec_key() override;
  Result<EcPublicKey> ec_public_key(const Secret& key) override;
  Result<Es256Signature> sign_es256(const Secret& key, std::string_view bytes) override;
};

/// Returns an ECDSA signature over P-256, as OpenSSL writes it (DER), in the form of JWS: both
/// numbers padded to 32 octets. Errors: internal.
Result<Es256Signature> es256_from_der(std::string_view der);

}  // namespace oauth

#endif
