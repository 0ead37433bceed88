// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_RETRIED_H
#define OAUTH_OS_RETRIED_H

#include <errno.h>

namespace oauth {

/// Returns what the system call returns, made again for as long as a signal interrupts it (EINTR):
/// the signals are the host's.
template <class Call>
auto retried(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

}  // namespace oauth

#endif
