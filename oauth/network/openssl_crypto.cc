// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_crypto.h"

#include <openssl/err.h>
#include <openssl/evp.h>

namespace oauth {

Result<Sha256> OpensslCrypto::sha256(std::string_view bytes) {
  Sha256 digest{};
  unsigned size = 0;
  const bool is_done =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1;
  if (is_done && size == digest.size()) return digest;
  ERR_clear_error();
  return Error{ErrorKind::internal,
               "OpenSSL cannot compute SHA-256; check the providers in its openssl.cnf"};
}

}  // namespace oauth
