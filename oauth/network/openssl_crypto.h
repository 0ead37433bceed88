// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_OPENSSL_CRYPTO_H
#define OAUTH_NETWORK_OPENSSL_CRYPTO_H

#include "oauth/port/crypto.h"

namespace oauth {

/// Crypto by OpenSSL's EVP. Leaves nothing in OpenSSL's error queue, which the host may share.
class OpensslCrypto : public Crypto {
 public:
  Result<Sha256> sha256(std::string_view bytes) override;
};

}  // namespace oauth

#endif
