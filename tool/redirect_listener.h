// SPDX-License-Identifier: MIT
#ifndef TOOL_REDIRECT_LISTENER_H
#define TOOL_REDIRECT_LISTENER_H

#include <poll.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/login/redirect_address.h"
#include "oauth/os/file_descriptor.h"

namespace tool {

/// Waits on a loopback address for the browser that comes home from a sign-in (RFC 8252
/// section 7.3).
///
/// Reads the one request line of each visitor, and of no visitor more: a favicon, a probe, a POST
/// and another sign-in's redirect are turned away, and the waiting goes on. Nothing here blocks, so
/// that who polls may wait for a person's typing at the same time.
class RedirectListener {
 public:
  /// Whether a query is the one that is waited for.
  using Judge = std::function<bool(std::string_view query)>;

  /// Returns a listener there: on [::1] where the address says so, else on 127.0.0.1; on a port
  /// that the system chose if it names none. Errors: no_access.
  static oauth::Result<RedirectListener> open(const oauth::RedirectAddress& at = {});

  /// Returns the address with the port in it, "http://127.0.0.1:PORT/".
  std::string redirect_uri() const { return at_.uri(port_); }
  std::uint16_t port() const { return port_; }

  /// Adds what poll(2) is to look at.
  void watch(std::vector<struct pollfd>& descriptors) const;

  /// Does what can be done now. Returns the query of the redirect once it is there; its browser
  /// waits for `answer`.
  std::optional<oauth::Secret> serve(const Judge& is_expected);

  /// Sends the response to the browser that brought the redirect, and to others that brought it
  /// again meanwhile, and lets them take it: at most bounds::farewell_timeout.
  void answer(const std::string& response, const Judge& is_expected);

 private:
  using Instant = std::chrono::steady_clock::time_point;
  enum class State { asking, waiting, leaving, gone };

  struct Visitor {
    oauth::FileDescriptor socket;
    Instant deadline;
    State state = State::asking;
    oauth::Secret received;  // it holds the code
  };

  RedirectListener(oauth::FileDescriptor socket, oauth::RedirectAddress at, std::uint16_t port)
      : socket_(std::move(socket)), at_(std::move(at)), port_(port) {}

  void welcome();
  /// Returns the query if this visitor has just brought the redirect.
  std::optional<oauth::Secret> attend(Visitor& visitor, const Judge& is_expected);
  bool receive(Visitor& visitor);
  void dismiss(Visitor& visitor, const std::string& response);
  void forget_gone();

  /// Returns the path as the browser asks for it: "/" where the address has none.
  std::string_view path() const { return at_.path.empty() ? "/" : std::string_view(at_.path); }

  oauth::FileDescriptor socket_;
  oauth::RedirectAddress at_;
  std::uint16_t port_;
  std::vector<Visitor> visitors_;
};

}  // namespace tool

#endif
