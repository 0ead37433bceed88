// SPDX-License-Identifier: MIT
#ifndef TESTS_THREADS_TOKEN_SERVER_H
#define TESTS_THREADS_TOKEN_SERVER_H

#include <sys/types.h>

#include <string>

#include "tests/support/test_authority.h"

namespace threads {

/// The access token that it gives; no account has it before.
constexpr char new_token[] = "ya29.s3cr3t-new";

/// A token endpoint on 127.0.0.1 over TLS, in a process of its own, so that no thread is here when
/// a test forks. Every request gets `new_token`, for an hour, and another refresh token.
class TokenServer {
 public:
  TokenServer();
  TokenServer(const TokenServer&) = delete;
  TokenServer& operator=(const TokenServer&) = delete;
  ~TokenServer();

  std::string endpoint() const { return "https://" + authority_ + "/token"; }
  /// The certificate for a CA file.
  std::string ca() const { return ca_.pem(); }
  /// Returns how many requests came in since the start.
  int requests() const;

 private:
  const oauth::TestAuthority ca_;
  std::string authority_;
  int* requests_ = nullptr;  // shared with the process
  int control_ = -1;         // the process ends when this is closed
  pid_t process_ = -1;
};

}  // namespace threads

#endif
