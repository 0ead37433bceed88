// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_CRYPTO_H
#define OAUTH_PORT_CRYPTO_H

#include <array>
#include <string_view>

#include "oauth/base/result.h"

namespace oauth {

using Sha256 = std::array<unsigned char, 32>;

class Crypto {
 public:
  virtual ~Crypto() = default;

  /// Returns the SHA-256 of `bytes` (FIPS 180-4). Errors: internal.
  virtual Result<Sha256> sha256(std::string_view bytes) = 0;
};

}  // namespace oauth

#endif
