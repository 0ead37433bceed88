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

oauth::Error cannot_listen() {
  return {oauth::ErrorKind::no_access,
          "cannot listen on 127.0.0.1: " + oauth::describe_errno(errno) +
              "; is the loopback interface up?"};
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

oauth::Result<RedirectListener> RedirectListener::open() {
  oauth::FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  struct sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<struct sockaddr*>(&address);
  if (!socket || ::bind(socket.get(), generic, size) != 0 || ::listen(socket.get(), backlog) != 0 ||
      ::getsockname(socket.get(), generic, &size) != 0) {
    return cannot_listen();
  }
  return RedirectListener(std::move(socket), ntohs(address.sin_port));
}

std::string RedirectListener::redirect_uri() const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/";
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
    const oauth::RedirectRequest request = oauth::read_request_line(visitor.received.reveal());
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
