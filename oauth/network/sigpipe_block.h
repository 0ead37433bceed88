// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_SIGPIPE_BLOCK_H
#define OAUTH_NETWORK_SIGPIPE_BLOCK_H

#include <signal.h>

namespace oauth {

/// Keeps SIGPIPE from the host program while it lives, in this thread alone and without a look at
/// the host's handlers: a peer that hangs up must not kill a mail program. libcurl before 7.87
/// writes TLS records without MSG_NOSIGNAL.
class SigpipeBlock {
 public:
  SigpipeBlock() noexcept;
  SigpipeBlock(const SigpipeBlock&) = delete;
  SigpipeBlock& operator=(const SigpipeBlock&) = delete;
  /// Takes a SIGPIPE that came in the meantime, leaves one that was pending before.
  ~SigpipeBlock();

 private:
  sigset_t former_mask_;
  bool was_pending_;
};

}  // namespace oauth

#endif
