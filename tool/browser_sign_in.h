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
#include "oauth/port/clock.h"
#include "oauth/port/network.h"
#include "oauth/port/random.h"
#include "oauth/wire/token_reply.h"
#include "tool/account_keeper.h"
#include "tool/redirect_listener.h"
#include "tool/sign_in_plan.h"
#include "tool/terminal.h"

namespace tool {

/// How to reach the person.
struct SignInManner {
  std::string account;  // a hint for the sign-in page, if it is an address
  bool has_browser = true;
  std::chrono::seconds timeout{600};
  int paste_descriptor = -1;  // where an address may be pasted; -1: nowhere
};

/// What a sign-in talks to; all borrowed.
struct SignInPorts {
  oauth::Network& network;
  oauth::Clock& clock;
  oauth::Random& random;
  Terminal& terminal;
  oauth::FileReader* files = nullptr;  // NULL: a client's assertion_file cannot be read
};

/// One sign-in of a person, from the address to open to the tokens. Nothing is kept here: the
/// browser's page waits until the caller knows how it ended.
class BrowserSignIn {
 public:
  /// Starts to listen. The plan must outlive it.
  /// Errors: no_access, internal, those of Network::sha256.
  static oauth::Result<BrowserSignIn> begin(const SignInPorts& ports, const SignInPlan& plan,
                                            SignInManner manner);

  /// Returns the port on which the browser is awaited.
  std::uint16_t port() const { return listener_.port(); }

  /// Shows the address, opens the browser, waits for what comes back, by the port or pasted, and
  /// exchanges the code. Returns what that brought; where the provider's sheet wants one, with the
  /// key that the refresh token was bound to.
  /// Errors: unavailable (nobody came in time), those of read_redirect, exchange_code and
  /// Network::http.
  oauth::Result<SignedIn> run();

  /// Sends the browser its page: a whole HTTP response of tool/redirect_page.h.
  void finish(const std::string& response);

 private:
  BrowserSignIn(const SignInPorts& ports, const SignInPlan& plan, SignInManner manner,
                RedirectListener listener, oauth::SignInAttempt attempt)
      : ports_(ports),
        plan_(plan),
        manner_(std::move(manner)),
        listener_(std::move(listener)),
        attempt_(std::move(attempt)) {}

  void announce();
  oauth::Result<oauth::Secret> wait_for_code();
  oauth::Result<SignedIn> exchange(oauth::HttpClient& http, const oauth::Secret& code);
  oauth::Result<oauth::TokenReply> exchange_bound(oauth::HttpClient& http,
                                                  const oauth::Secret& code, SignedIn& signed_in);
  /// Returns the code, or an error that ends the waiting; another paste may mend what is left.
  std::optional<oauth::Result<oauth::Secret>> read_line(std::string_view line);
  oauth::ExpectedRedirect expected() const;
  RedirectListener::Judge judge() const;
  std::string login_hint() const;

  SignInPorts ports_;
  const SignInPlan& plan_;
  SignInManner manner_;
  RedirectListener listener_;
  oauth::SignInAttempt attempt_;
};

}  // namespace tool

#endif
