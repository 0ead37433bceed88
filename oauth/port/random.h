// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_RANDOM_H
#define OAUTH_PORT_RANDOM_H

#include <cstddef>

#include "oauth/base/result.h"

namespace oauth {

class Random {
 public:
  virtual ~Random() = default;
  /// Fills `size` bytes from the system's generator, fit for keys. Errors: internal.
  virtual Result<void> fill(unsigned char* bytes, std::size_t size) = 0;
};

}  // namespace oauth

#endif
