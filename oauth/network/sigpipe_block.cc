// SPDX-License-Identifier: MIT
#include "oauth/network/sigpipe_block.h"

#include <pthread.h>
#include <time.h>

#include <cerrno>

namespace oauth {
namespace {

sigset_t only_sigpipe() noexcept {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGPIPE);
  return set;
}

bool is_sigpipe_pending() noexcept {
  sigset_t pending;
  return ::sigpending(&pending) == 0 && ::sigismember(&pending, SIGPIPE) == 1;
}

}  // namespace

SigpipeBlock::SigpipeBlock() noexcept : was_pending_(is_sigpipe_pending()) {
  const sigset_t set = only_sigpipe();
  ::pthread_sigmask(SIG_BLOCK, &set, &former_mask_);
}

SigpipeBlock::~SigpipeBlock() {
  const int kept_errno = errno;
  if (!was_pending_ && is_sigpipe_pending()) {
    const sigset_t set = only_sigpipe();
    const timespec at_once{};
    while (::sigtimedwait(&set, nullptr, &at_once) == -1 && errno == EINTR) continue;
  }
  ::pthread_sigmask(SIG_SETMASK, &former_mask_, nullptr);
  errno = kept_errno;
}

}  // namespace oauth
