// SPDX-License-Identifier: MIT
#include "tests/support/loopback_visitor.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <stdexcept>
#include <system_error>

namespace oauth {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

LoopbackVisitor::LoopbackVisitor(std::uint16_t port)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  struct sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<struct sockaddr*>(&address);
  if (::connect(socket_.get(), generic, sizeof address) != 0) fail("connect");
}

void LoopbackVisitor::send(std::string_view bytes) {
  if (::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(bytes.size())) {
    fail("send");
  }
}

std::string LoopbackVisitor::received() {
  char block[4096];
  for (;;) {
    const ssize_t count = ::recv(socket_.get(), block, sizeof block, MSG_DONTWAIT);
    if (count <= 0) return bytes_;
    bytes_.append(block, static_cast<std::size_t>(count));
  }
}

std::string LoopbackVisitor::read_all() {
  char block[4096];
  for (;;) {
    const ssize_t count = ::recv(socket_.get(), block, sizeof block, 0);
    if (count < 0) fail("recv");
    if (count == 0) return bytes_;
    bytes_.append(block, static_cast<std::size_t>(count));
  }
}

}  // namespace oauth
