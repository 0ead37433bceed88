// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_LOOPBACK_VISITOR_H
#define TESTS_SUPPORT_LOOPBACK_VISITOR_H

#include <cstdint>
#include <string>
#include <string_view>

#include "oauth/os/file_descriptor.h"

namespace oauth {

/// A client on 127.0.0.1 that sends what it is told and shows what it was sent.
class LoopbackVisitor {
 public:
  /// Connects; throws if nobody listens there.
  explicit LoopbackVisitor(std::uint16_t port);

  void send(std::string_view bytes);
  void close() { socket_.reset(); }
  /// Returns what has come so far, without waiting.
  std::string received();
  /// Returns all that comes until the other side closes; throws if it resets the connection.
  std::string read_all();

 private:
  FileDescriptor socket_;
  std::string bytes_;
};

}  // namespace oauth

#endif
