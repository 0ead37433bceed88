// SPDX-License-Identifier: MIT
#include "tests/threads/token_server.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/support/loopback_server.h"

namespace threads {
namespace {

std::string reply() {
  const std::string body = std::string(R"({"token_type":"Bearer","expires_in":3600,)") +
                           R"("access_token":")" + new_token +
                           R"(","refresh_token":"s3cr3t-rotated"})";
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Tells where it listens, and serves until the other end of `control` is closed.
[[noreturn]] void serve(const oauth::TestAuthority& ca, int* requests, int control) {
  {
    const oauth::TlsIdentity identity = ca.issue("IP:127.0.0.1");
    oauth::LoopbackServer server({reply()}, &identity);
    server.on_request([requests] { __atomic_add_fetch(requests, 1, __ATOMIC_SEQ_CST); });
    const std::string authority = server.authority();
    char end = 0;
    if (write(control, authority.data(), authority.size()) > 0) (void)!read(control, &end, 1);
  }
  _exit(0);
}

}  // namespace

TokenServer::TokenServer() {
  void* const shared =
      mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int ends[2];
  if (shared == MAP_FAILED || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw std::runtime_error("no place for a token server");
  }
  requests_ = static_cast<int*>(shared);
  process_ = fork();
  if (process_ == 0) {
    close(ends[0]);
    serve(ca_, requests_, ends[1]);
  }
  close(ends[1]);
  control_ = ends[0];
  char authority[64];
  const ssize_t size = read(control_, authority, sizeof authority);
  if (process_ < 0 || size <= 0) throw std::runtime_error("the token server does not start");
  authority_.assign(authority, static_cast<std::size_t>(size));
}

TokenServer::~TokenServer() {
  shutdown(control_, SHUT_RDWR);  // a child that was forked meanwhile may still have it
  close(control_);
  waitpid(process_, nullptr, 0);
  munmap(requests_, sizeof(int));
}

int TokenServer::requests() const { return __atomic_load_n(requests_, __ATOMIC_SEQ_CST); }

}  // namespace threads
