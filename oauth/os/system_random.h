// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_SYSTEM_RANDOM_H
#define OAUTH_OS_SYSTEM_RANDOM_H

#include "oauth/port/random.h"

namespace oauth {

/// getrandom(2): needs no descriptor and no /dev, so it works in a jail.
class SystemRandom : public Random {
 public:
  Result<void> fill(unsigned char* bytes, std::size_t size) override;
};

}  // namespace oauth

#endif
