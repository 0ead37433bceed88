// SPDX-License-Identifier: MIT
#include "tool/browser_sign_in.h"

#include <poll.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "oauth/base/base64.h"
#include "oauth/base/text.h"
#include "oauth/grant/dpop_http.h"
#include "tool/account_status.h"
#include "tool/browser.h"
#include "tool/line_input.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;
using oauth::Secret;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

// How often the time left is shown, and visitors who say nothing are sent away.
constexpr milliseconds tick{1000};

std::string as_clock(seconds left) {
  char text[32];
  snprintf(text, sizeof text, "%lld:%02lld", static_cast<long long>(left.count() / 60),
           static_cast<long long>(left.count() % 60));
  return text;
}

}  // namespace

Result<BrowserSignIn> BrowserSignIn::begin(const SignInPorts& ports, const SignInPlan& plan,
                                           SignInManner manner) {
  Result<RedirectListener> listener = RedirectListener::open();
  if (!listener) return listener.error();
  Result<oauth::SignInAttempt> attempt =
      oauth::begin_sign_in(ports.random, ports.network, listener->redirect_uri());
  if (!attempt) return attempt.error();
  return BrowserSignIn(ports, plan, std::move(manner), std::move(*listener), std::move(*attempt));
}

Result<oauth::TokenReply> BrowserSignIn::run() {
  announce();
  const Result<Secret> code = wait_for_code();
  if (!code) return code.error();
  ports_.terminal.progress("Asking " + plan_.provider.name + " for the tokens ...");
  auto http = ports_.network.http(plan_.network);
  if (!http) return http.error();
  exchanged_at_ = ports_.clock.now();
  ports_.terminal.detail("exchanging the code at " + plan_.client.token_endpoint);
  return exchange(**http, *code);
}

Result<oauth::TokenReply> BrowserSignIn::exchange(oauth::HttpClient& http, const Secret& code) {
  if (plan_.provider.binds_refresh_tokens.value_or(false)) return exchange_bound(http, code);
  return oauth::exchange_code(http, plan_.client, attempt_, code, exchanged_at_);
}

// Google wants the proof's jti to be the hash of the code, so that one cannot be used with another.
Result<oauth::TokenReply> BrowserSignIn::exchange_bound(oauth::HttpClient& http,
                                                        const Secret& code) {
  Result<Secret> key = ports_.network.new_ec_key();
  if (!key) return key.error();
  const Result<oauth::Sha256> hash = ports_.network.sha256(code.reveal());
  if (!hash) return hash.error();
  binding_.key = std::move(*key);
  const std::string jti =
      oauth::base64url_encode({reinterpret_cast<const char*>(hash->data()), hash->size()});
  oauth::DpopProver prover(ports_.network, ports_.random, {binding_.key, {}, jti}, exchanged_at_);
  oauth::DpopHttp bound(http, prover);
  auto reply = oauth::exchange_code(bound, plan_.client, attempt_, code, exchanged_at_);
  binding_.nonce = prover.nonce();
  return reply;
}

void BrowserSignIn::finish(const std::string& response) { listener_.answer(response, judge()); }

std::string BrowserSignIn::login_hint() const {
  return manner_.account.find('@') == std::string::npos ? std::string() : manner_.account;
}

void BrowserSignIn::announce() {
  const std::string url =
      oauth::authorization_url(plan_.provider, plan_.client, attempt_, login_hint());
  Terminal& terminal = ports_.terminal;
  const bool is_open =
      manner_.has_browser && start_browser(browser_commands(browser_places(), url));
  terminal.note(is_open ? "Your browser opens this address; sign in there:"
                        : "Open this address in a browser, and sign in there:");
  terminal.ask("\n  " + url + "\n");
  const std::string port = std::to_string(listener_.port());
  if (manner_.paste_descriptor >= 0) {
    terminal.note(
        "Is the browser on another machine? Paste here the address that it ends at, or run");
    terminal.note("there first: ssh -L " + port + ":127.0.0.1:" + port + " THIS-MACHINE\n");
  }
  if (!terminal.shows_progress()) terminal.note("Waiting for the browser ...");
}

void BrowserSignIn::show_time_left(seconds left) {
  ports_.terminal.progress("Waiting for the browser ... " + as_clock(left) + "  (Ctrl-C stops)");
}

oauth::ExpectedRedirect BrowserSignIn::expected() const {
  return {attempt_.state, plan_.provider.issuer};
}

RedirectListener::Judge BrowserSignIn::judge() const {
  return [this](std::string_view query) { return oauth::carries_state(query, attempt_.state); };
}

Result<Secret> BrowserSignIn::wait_for_code() {
  const auto deadline = steady_clock::now() + manner_.timeout;
  LineInput typing(manner_.paste_descriptor);
  for (;;) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) break;
    show_time_left(std::chrono::duration_cast<seconds>(left));
    std::vector<struct pollfd> watched;
    watched.push_back({typing.descriptor(), POLLIN, 0});  // poll passes over a negative one
    listener_.watch(watched);
    (void)::poll(watched.data(), watched.size(), static_cast<int>(std::min(left, tick).count()));
    if (auto query = listener_.serve(judge())) {
      return oauth::read_redirect(query->reveal(), expected());
    }
    if (watched[0].revents == 0) continue;
    typing.read();
    while (const auto line = typing.take_line()) {
      if (auto code = read_line(line->reveal())) return std::move(*code);
    }
  }
  return Error{ErrorKind::unavailable, "nobody signed in within " + as_words(manner_.timeout) +
                                           "; run the same command again"};
}

std::optional<Result<Secret>> BrowserSignIn::read_line(std::string_view line) {
  if (oauth::trimmed(line).empty()) return std::nullopt;
  Result<Secret> code = oauth::read_pasted(line, expected());
  // What the server itself answered is final; what was copied badly is not.
  if (code || !code.error().code.empty()) return code;
  ports_.terminal.warn(code.error().message);
  return std::nullopt;
}

}  // namespace tool
