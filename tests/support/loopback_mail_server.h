// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_LOOPBACK_MAIL_SERVER_H
#define TESTS_SUPPORT_LOOPBACK_MAIL_SERVER_H

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/test_authority.h"

namespace oauth {

/// A server on 127.0.0.1, in a thread of its own, that plays steps with one connection and closes
/// it: "> BYTES" are sent, "<" waits for a line, "TLS" accepts TLS, "HANG" waits until the client
/// goes, "FLOOD BYTES" sends these again and again until then. Joined by destruction.
class LoopbackMailServer {
 public:
  /// The identity must outlive the server.
  LoopbackMailServer(std::vector<std::string> steps, const TlsIdentity* identity = nullptr);
  LoopbackMailServer(const LoopbackMailServer&) = delete;
  LoopbackMailServer& operator=(const LoopbackMailServer&) = delete;
  ~LoopbackMailServer();

  std::uint16_t port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  void run();

  const std::vector<std::string> steps_;
  const TlsIdentity* const identity_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace oauth

#endif
