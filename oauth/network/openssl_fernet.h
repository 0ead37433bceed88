// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_OPENSSL_FERNET_H
#define OAUTH_NETWORK_OPENSSL_FERNET_H

#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

/// Crypto::pbkdf2_sha256 and Crypto::open_fernet (oauth/port/crypto.h), by OpenSSL's EVP.
Result<Secret> openssl_pbkdf2_sha256(const Secret& password, std::string_view salt,
                                     unsigned rounds);
Result<Secret> openssl_open_fernet(const Secret& key, std::string_view token);

}  // namespace oauth

#endif
