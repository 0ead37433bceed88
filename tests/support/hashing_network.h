// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_HASHING_NETWORK_H
#define TESTS_SUPPORT_HASHING_NETWORK_H

#include "oauth/network/openssl_crypto.h"
#include "tests/support/scripted_http.h"

namespace oauth {

/// A scripted network with real digests and keys.
class HashingNetwork : public ScriptedNetwork {
 public:
  Result<Sha256> sha256(std::string_view bytes) override { return OpensslCrypto().sha256(bytes); }
  Result<Secret> new_ec_key() override { return OpensslCrypto().new_ec_key(); }
};

}  // namespace oauth

#endif
