// SPDX-License-Identifier: MIT
#include "tests/support/loopback_server.h"

#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace oauth {
namespace {

constexpr int forever = -1;
constexpr int pace_milliseconds = 10;

struct SslContextDeleter {
  void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};
struct SslDeleter {
  void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
};
using SslContext = std::unique_ptr<SSL_CTX, SslContextDeleter>;

// One connection, plain or TLS, whose every wait ends when the server is stopped.
class Peer {
 public:
  Peer(int socket, int stop) : socket_(socket), stop_(stop) {}
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() { ::close(socket_); }

  bool start_tls(SSL_CTX* context) {
    ssl_.reset(SSL_new(context));
    SSL_set_fd(ssl_.get(), socket_);
    return tls_retried([&] { return SSL_accept(ssl_.get()); }) == 1;
  }

  // Returns nothing when the client is gone or the server stopped.
  std::string read() {
    char bytes[16 * 1024];
    const int count =
        ssl_ ? tls_retried([&] { return SSL_read(ssl_.get(), bytes, sizeof bytes); })
             : plain_retried(POLLIN, [&] { return ::recv(socket_, bytes, sizeof bytes, 0); });
    return std::string(bytes, static_cast<std::size_t>(std::max(count, 0)));
  }

  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const int count = write_some(bytes);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  void wait_for_end() {
    while (!read().empty()) continue;
  }

  void close_gracefully() {
    if (ssl_) SSL_shutdown(ssl_.get());
    ::shutdown(socket_, SHUT_WR);
    wait_for_end();
  }

  void reset_when_closed() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }

  // Returns false when the server is to stop, or when the client is gone.
  bool pause(int milliseconds) const {
    pollfd both[] = {{stop_, POLLIN, 0}, {socket_, POLLRDHUP, 0}};
    return ::poll(both, 2, milliseconds) == 0;
  }

 private:
  int write_some(std::string_view bytes) {
    if (ssl_) {
      const int size = static_cast<int>(bytes.size());
      return tls_retried([&] { return SSL_write(ssl_.get(), bytes.data(), size); });
    }
    return plain_retried(POLLOUT,
                         [&] { return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); });
  }

  bool wait(short events) const {
    pollfd both[] = {{socket_, events, 0}, {stop_, POLLIN, 0}};
    return ::poll(both, 2, forever) > 0 && both[1].revents == 0;
  }

  template <class Call>
  int plain_retried(short events, Call call) const {
    for (;;) {
      const auto result = call();
      if (result >= 0 || errno != EAGAIN) return static_cast<int>(result);
      if (!wait(events)) return -1;
    }
  }

  template <class Call>
  int tls_retried(Call call) const {
    for (;;) {
      ERR_clear_error();
      const int result = call();
      if (result > 0) return result;
      const int problem = SSL_get_error(ssl_.get(), result);
      ERR_clear_error();
      if (problem != SSL_ERROR_WANT_READ && problem != SSL_ERROR_WANT_WRITE) return -1;
      if (!wait(problem == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT)) return -1;
    }
  }

  const int socket_;
  const int stop_;
  std::unique_ptr<SSL, SslDeleter> ssl_;
};

// Returns the Content-Length of a request's head, 0 if it has none.
std::size_t body_size(std::string head) {
  std::transform(head.begin(), head.end(), head.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::string name = "\r\ncontent-length:";
  const std::size_t at = head.find(name);
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
}

std::string read_request(Peer& peer) {
  std::string request;
  std::size_t wanted = std::string::npos;
  while (request.size() < wanted) {
    const std::string more = peer.read();
    if (more.empty()) break;
    request += more;
    const std::size_t end = request.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    wanted = end + 4 + body_size(request.substr(0, end + 2));
  }
  return request;
}

void give(Peer& peer, const Answer& answer) {
  switch (answer.manner) {
    case Manner::at_once:
      peer.write(answer.bytes);
      peer.close_gracefully();
      break;
    case Manner::byte_by_byte:
      for (char byte : answer.bytes) {
        if (!peer.write({&byte, 1}) || !peer.pause(pace_milliseconds)) return;
      }
      peer.close_gracefully();
      break;
    case Manner::endlessly: {
      const std::size_t tail = std::min<std::size_t>(answer.bytes.size(), 1024);
      if (!peer.write(answer.bytes)) return;
      while (peer.write(answer.bytes.substr(answer.bytes.size() - tail))) continue;
      break;
    }
    case Manner::silent:
      peer.wait_for_end();
      break;
    case Manner::reset:
    case Manner::deaf_reset:
      peer.write(answer.bytes);
      peer.reset_when_closed();
      break;
  }
}

SslContext make_context(const TlsIdentity* identity, int max_version) {
  if (identity == nullptr) return nullptr;
  SslContext context(SSL_CTX_new(TLS_server_method()));
  SSL_CTX_use_certificate(context.get(), identity->certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), identity->key.get());
  if (max_version != 0) {
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), max_version);
  }
  return context;
}

// OpenSSL writes without MSG_NOSIGNAL.
void block_sigpipe() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace

LoopbackServer::LoopbackServer(Answer answer, const TlsIdentity* identity, int max_version)
    : answer_(std::move(answer)), identity_(identity), max_version_(max_version) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  stop_ = ::eventfd(0, EFD_CLOEXEC);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, generic, &size) != 0 || stop_ < 0) {
    throw std::runtime_error("cannot listen on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

LoopbackServer::~LoopbackServer() {
  ::eventfd_write(stop_, 1);
  thread_.join();
  ::close(listener_);
  ::close(stop_);
}

int LoopbackServer::connections() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return connections_;
}

std::vector<std::string> LoopbackServer::requests() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return requests_;
}

void LoopbackServer::on_request(std::function<void()> hook) {
  const std::lock_guard<std::mutex> guard(mutex_);
  hook_ = std::move(hook);
}

void LoopbackServer::run() {
  block_sigpipe();
  for (;;) {
    pollfd both[] = {{listener_, POLLIN, 0}, {stop_, POLLIN, 0}};
    if (::poll(both, 2, forever) < 0 || both[1].revents != 0) return;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket >= 0) serve(socket);
  }
}

void LoopbackServer::serve(int socket) {
  Peer peer(socket, stop_);
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    ++connections_;
  }
  const SslContext context = make_context(identity_, max_version_);
  if (context && !peer.start_tls(context.get())) return;
  std::string request = answer_.manner == Manner::deaf_reset ? peer.read() : read_request(peer);
  std::function<void()> hook;
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    requests_.push_back(std::move(request));
    hook = hook_;
  }
  if (hook) hook();
  give(peer, answer_);
}

}  // namespace oauth
