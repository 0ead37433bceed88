// SPDX-License-Identifier: MIT
#include "tests/support/loopback_mail_server.h"

#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>
#include <utility>

#include "oauth/network/openssl_key.h"

namespace oauth {
namespace {

using Context = std::unique_ptr<SSL_CTX, FreeBy<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, FreeBy<SSL_free>>;

// A test that hangs helps nobody.
constexpr timeval longest_wait{10, 0};

class Peer {
 public:
  Peer(int socket, const TlsIdentity* identity) : socket_(socket), identity_(identity) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest_wait, sizeof longest_wait);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &longest_wait, sizeof longest_wait);
  }
  ~Peer() {
    if (tls_) SSL_shutdown(tls_.get());
    ::close(socket_);
  }

  bool play(const std::string& step) {
    if (step == "TLS") return start_tls();
    if (step == "HANG") {
      while (read() > 0) continue;
      return true;
    }
    if (step == "<") {
      for (;;) {
        const int byte = read();
        if (byte <= 0 || byte == '\n') return byte > 0;
      }
    }
    if (step.compare(0, 6, "FLOOD ") == 0) {
      while (write(step.substr(6))) continue;
      return true;
    }
    return write(step.substr(2));
  }

 private:
  bool start_tls() {
    context_.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(context_.get(), identity_->certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), identity_->key.get());
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), socket_);
    const bool is_done = SSL_accept(tls_.get()) == 1;
    if (!is_done) tls_.reset();
    ERR_clear_error();
    return is_done;
  }

  int read() {
    unsigned char byte = 0;
    const int count =
        tls_ ? SSL_read(tls_.get(), &byte, 1) : static_cast<int>(::recv(socket_, &byte, 1, 0));
    ERR_clear_error();
    return count == 1 ? byte : 0;
  }

  bool write(const std::string& bytes) {
    const int size = static_cast<int>(bytes.size());
    const int count = tls_ ? SSL_write(tls_.get(), bytes.data(), size)
                           : static_cast<int>(::send(socket_, bytes.data(), bytes.size(), 0));
    ERR_clear_error();
    return count == size;
  }

  const int socket_;
  const TlsIdentity* const identity_;
  Context context_;
  Session tls_;
};

void block_sigpipe() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace

LoopbackMailServer::LoopbackMailServer(std::vector<std::string> steps, const TlsIdentity* identity)
    : steps_(std::move(steps)), identity_(identity) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  ::setsockopt(listener_, SOL_SOCKET, SO_RCVTIMEO, &longest_wait, sizeof longest_wait);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 8) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("cannot listen on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

LoopbackMailServer::~LoopbackMailServer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

void LoopbackMailServer::run() {
  block_sigpipe();
  const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (socket < 0) return;
  Peer peer(socket, identity_);
  for (const std::string& step : steps_) {
    if (!peer.play(step)) return;
  }
}

}  // namespace oauth
