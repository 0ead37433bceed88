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
  Result<SigningAlgorithm> usual_algorithm(const Secret& key) override;
  Result<std::string> sign(SigningAlgorithm algorithm, const Secret& key,
                           std::string_view bytes) override;
  Result<CertificateFacts> certificate_of(std::string_view pem) override;
  Result<void> check_pair(const Secret& key, std::string_view pem) override;
  Result<Secret> pbkdf2_sha256(const Secret& password, std::string_view salt,
                               unsigned rounds) override;
  Result<Secret> open_fernet(const Secret& key, std::string_view token) override;
};

}  // namespace oauth

#endif
