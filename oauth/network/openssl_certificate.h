// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_OPENSSL_CERTIFICATE_H
#define OAUTH_NETWORK_OPENSSL_CERTIFICATE_H

#include "oauth/port/crypto.h"

namespace oauth {

/// Crypto::certificate_of and Crypto::check_pair.
Result<CertificateFacts> openssl_certificate_of(std::string_view pem);
Result<void> openssl_check_pair(const Secret& key, std::string_view pem);

}  // namespace oauth

#endif
