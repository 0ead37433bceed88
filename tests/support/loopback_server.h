// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_LOOPBACK_SERVER_H
#define TESTS_SUPPORT_LOOPBACK_SERVER_H

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/test_authority.h"

namespace oauth {

/// How an answer is given.
enum class Manner {
  at_once,       // sent, then the connection is closed
  byte_by_byte,  // a byte every 10 ms
  endlessly,     // the last 1024 bytes again and again, until the client goes
  silent,        // nothing is sent; waits until the client goes
  reset,         // sent, then the connection is reset
  deaf_reset     // the request is not read; reset as soon as a part of it is there
};

struct Answer {
  std::string bytes;
  Manner manner = Manner::at_once;
};

/// A server on 127.0.0.1, in a thread of its own, that gives every connection the same answer,
/// byte for byte, and records what it was sent. Stopped and joined by destruction.
class LoopbackServer {
 public:
  /// With an `identity` (which must outlive the server) it speaks TLS, at most of `max_version`.
  explicit LoopbackServer(Answer answer, const TlsIdentity* identity = nullptr,
                          int max_version = 0);
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  ~LoopbackServer();

  /// Returns "127.0.0.1:PORT".
  std::string authority() const { return "127.0.0.1:" + port(); }
  std::string port() const { return std::to_string(port_); }

  /// Returns how many connections were made so far.
  int connections() const;
  /// Returns the bytes of each request so far: the head, and a body of Content-Length bytes.
  std::vector<std::string> requests() const;

  /// Has `hook` called, in the server's thread, after each request. Set before the first.
  void on_request(std::function<void()> hook);

 private:
  void run();
  void serve(int socket);

  const Answer answer_;
  const TlsIdentity* const identity_;
  const int max_version_;
  std::function<void()> hook_;
  int listener_ = -1;
  int stop_ = -1;  // an eventfd
  unsigned port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  int connections_ = 0;
  std::thread thread_;
};

}  // namespace oauth

#endif
