// SPDX-License-Identifier: MIT
#include "tool/redirect_listener.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/login/redirect.h"
#include "oauth/os/system_error.h"
#include "tool/redirect_page.h"

namespace tool {
namespace {

namespace bounds = oauth::bounds;
using std::chrono::steady_clock;

constexpr int backlog = 16;

oauth::Error cannot_listen(const oauth::RedirectAddress& at) {
  const int problem = errno;
  std::string sentence =
      "cannot listen on " + at.uri(at.port) + ": " + oauth::describe_errno(problem);
  sentence +=
      at.port == 0 ? "; is the loopback interface up?" : "; end what uses the port, or add --paste";
  return {oauth::ErrorKind::no_access, std::move(sentence)};
}

union SocketAddress {
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
};

// A browser that asks for "localhost" tries both; the client's own address is the one it names.
socklen_t fill(SocketAddress& address, const oauth::RedirectAddress& at) {
  if (at.host == "::1") {
    address.v6 = {};
    address.v6.sin6_family = AF_INET6;
    address.v6.sin6_addr = IN6ADDR_LOOPBACK_INIT;
    address.v6.sin6_port = htons(at.port);
    return sizeof address.v6;
  }
  address.v4 = {};
  address.v4.sin_family = AF_INET;
  address.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.v4.sin_port = htons(at.port);
  return sizeof address.v4;
}

int status_for(oauth::RequestKind kind) {
  switch (kind) {
    case oauth::RequestKind::wrong_method:
      return 405;
    case oauth::RequestKind::malformed:
      return 400;
    case oauth::RequestKind::too_long:
      return 414;
    default:
      return 404;
  }
}

}  // namespace

oauth::Result<RedirectListener> RedirectListener::open(const oauth::RedirectAddress& at) {
  SocketAddress address;
  socklen_t size = fill(address, at);
  oauth::FileDescriptor socket(
      ::socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket || ::bind(socket.get(), &address.any, size) != 0 ||
      ::listen(socket.get(), backlog) != 0 ||
      ::getsockname(socket.get(), &address.any, &size) != 0) {
    return cannot_listen(at);
  }
  const bool is_v6 = address.any.sa_family == AF_INET6;
  const std::uint16_t port = ntohs(is_v6 ? address.v6.sin6_port : address.v4.sin_port);
  return RedirectListener(std::move(socket), at, port);
}

void RedirectListener::watch(std::vector<struct pollfd>& descriptors) const {
  descriptors.push_back({socket_.get(), POLLIN, 0});
  for (const Visitor& visitor : visitors_) descriptors.push_back({visitor.socket.get(), POLLIN, 0});
}

std::optional<oauth::Secret> RedirectListener::serve(const Judge& is_expected) {
  welcome();
  std::optional<oauth::Secret> brought;
  for (Visitor& visitor : visitors_) {
    std::optional<oauth::Secret> query = attend(visitor, is_expected);
    if (query && !brought) brought = std::move(query);
  }
  forget_gone();
  return brought;
}

// A flood must not keep the browser out: the oldest visitor makes room.
void RedirectListener::welcome() {
  for (;;) {
    oauth::FileDescriptor socket(
        ::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket) return;
    if (visitors_.size() >= bounds::max_visitors) visitors_.erase(visitors_.begin());
    visitors_.push_back({std::move(socket), steady_clock::now() + bounds::visitor_timeout,
                         State::asking, oauth::Secret()});
  }
}

std::optional<oauth::Secret> RedirectListener::attend(Visitor& visitor, const Judge& is_expected) {
  const bool is_open = receive(visitor);
  if (visitor.state == State::asking) {
    const oauth::RedirectRequest request =
        oauth::read_request_line(visitor.received.reveal(), path());
    if (request.kind == oauth::RequestKind::redirect && is_expected(request.query)) {
      visitor.state = State::waiting;
      return oauth::Secret::copy_of(request.query);
    }
    if (request.kind != oauth::RequestKind::incomplete) {
      dismiss(visitor, page_of_status(status_for(request.kind)));
    }
  }
  if (!is_open && visitor.state != State::waiting) visitor.state = State::gone;
  if (visitor.state != State::waiting && steady_clock::now() >= visitor.deadline) {
    visitor.state = State::gone;
  }
  return std::nullopt;
}

// Returns whether more may come. What follows the request line is taken and dropped: a socket that
// is closed with unread bytes is reset, and the browser would lose the page.
bool RedirectListener::receive(Visitor& visitor) {
  char block[4096];
  for (;;) {
    const ssize_t count = ::recv(visitor.socket.get(), block, sizeof block, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    if (count == 0) return false;
    const bool is_full = visitor.received.size() > bounds::max_request_line_bytes;
    if (visitor.state == State::asking && !is_full) {
      visitor.received.append({block, static_cast<std::size_t>(count)});
    }
    oauth::wipe(block, static_cast<std::size_t>(count));
  }
}

// A page is smaller than any socket's buffer, so one call sends it all.
void RedirectListener::dismiss(Visitor& visitor, const std::string& response) {
  (void)::send(visitor.socket.get(), response.data(), response.size(), MSG_NOSIGNAL);
  ::shutdown(visitor.socket.get(), SHUT_WR);
  visitor.state = State::leaving;
  visitor.received = oauth::Secret();
}

void RedirectListener::forget_gone() {
  visitors_.erase(std::remove_if(visitors_.begin(), visitors_.end(),
                                 [](const Visitor& each) { return each.state == State::gone; }),
                  visitors_.end());
}

void RedirectListener::answer(const std::string& response, const Judge& is_expected) {
  const Instant deadline = steady_clock::now() + bounds::farewell_timeout;
  serve(is_expected);
  for (;;) {
    std::vector<struct pollfd> leaving;
    for (Visitor& visitor : visitors_) {
      if (visitor.state == State::waiting) dismiss(visitor, response);
      if (visitor.state == State::leaving) leaving.push_back({visitor.socket.get(), POLLIN, 0});
    }
    const auto left =
        std::chrono::duration_cast<bounds::milliseconds>(deadline - steady_clock::now());
    if (leaving.empty() || left.count() <= 0) break;
    (void)::poll(leaving.data(), leaving.size(), static_cast<int>(left.count()));
    serve(is_expected);
  }
  visitors_.clear();
}

}  // namespace tool
