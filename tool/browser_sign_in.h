// SPDX-License-Identifier: MIT
#ifndef TOOL_BROWSER_SIGN_IN_H
#define TOOL_BROWSER_SIGN_IN_H

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/login/authorization_code.h"
#include "oauth/login/redirect.h"
#include "tool/code_exchange.h"
#include "tool/redirect_listener.h"
#include "tool/sign_in_plan.h"

namespace tool {

/// How to reach the person.
struct SignInManner {
  std::string account;  // a hint for the sign-in page, if it is an address
  bool has_browser = true;
  bool opens_port = true;  // false: what comes back is pasted
  std::chrono::seconds timeout{600};
  int paste_descriptor = -1;  // where an address may be pasted; -1: nowhere
};

/// One sign-in of a person, from the address to open to the tokens. Nothing is kept here: the
/// browser's page waits until the caller knows how it ended.
class BrowserSignIn {
 public:
  /// Starts to listen, unless the manner or the redirect address of the plan forbids it. The plan
  /// must outlive it.
  /// Errors: no_access, internal, those of Network::sha256.
  static oauth::Result<BrowserSignIn> begin(const SignInPorts& ports, const SignInPlan& plan,
                                            SignInManner manner);

  /// Returns the port on which the browser is awaited; 0 if none is open.
  std::uint16_t port() const { return listener_ ? listener_->port() : 0; }

  /// Shows the address, opens the browser, waits for what comes back, by the port or pasted, and
  /// exchanges the code. Returns what that brought; where the provider's sheet wants one, with the
  /// key that the refresh token was bound to.
  /// Errors: unavailable (nobody came in time), bad_config (nothing can be pasted and no port is
  /// open), those of read_redirect and trade_code.
  oauth::Result<SignedIn> run();

  /// Sends the browser its page: a whole HTTP response of tool/redirect_page.h.
  void finish(const std::string& response);

 private:
  BrowserSignIn(const SignInPorts& ports, const SignInPlan& plan, SignInManner manner,
                std::optional<RedirectListener> listener, oauth::SignInAttempt attempt)
      : ports_(ports),
        plan_(plan),
        manner_(std::move(manner)),
        listener_(std::move(listener)),
        attempt_(std::move(attempt)) {}

  void announce();
  void explain_pasting();
  oauth::Result<oauth::Secret> wait_for_code();
  /// Returns the code, or an error that ends the waiting; another paste may mend what is left.
  std::optional<oauth::Result<oauth::Secret>> read_line(std::string_view line);
  RedirectListener::Judge judge() const;

  SignInPorts ports_;
  const SignInPlan& plan_;
  SignInManner manner_;
  std::optional<RedirectListener> listener_;
  oauth::SignInAttempt attempt_;
};

}  // namespace tool

#endif
