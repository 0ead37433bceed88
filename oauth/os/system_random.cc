// SPDX-License-Identifier: MIT
#include "oauth/os/system_random.h"

#include <errno.h>
#include <sys/random.h>

namespace oauth {

Result<void> SystemRandom::fill(unsigned char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t got = getrandom(bytes, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{ErrorKind::internal, "the system gives no random numbers"};
    bytes += got;
    size -= static_cast<std::size_t>(got);
  }
  return {};
}

}  // namespace oauth
