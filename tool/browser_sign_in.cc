// SPDX-License-Identifier: MIT
#include "tool/browser_sign_in.h"

#include <poll.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "oauth/base/base64.h"
#include "oauth/base/text.h"
#include "oauth/grant/client_proof.h"
#include "oauth/grant/dpop_http.h"
#include "tool/account_status.h"
#include "tool/browser.h"
#include "tool/countdown.h"
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

Result<SignedIn> BrowserSignIn::run() {
  announce();
  const Result<Secret> code = wait_for_code();
  if (!code) return code.error();
  ports_.terminal.progress("Asking " + plan_.provider.name + " for the tokens ...");
  auto http = ports_.network.http(plan_.network);
  if (!http) return http.error();
  ports_.terminal.detail("exchanging the code at " + plan_.client.token_endpoint);
  oauth::ProvenHttp proven(**http, plan_.client, {ports_.network, ports_.random, ports_.files},
                           ports_.clock);
  return exchange(proven, *code);
}

Result<SignedIn> BrowserSignIn::exchange(oauth::HttpClient& http, const Secret& code) {
  SignedIn signed_in;
  signed_in.account = manner_.account;
  signed_in.at = ports_.clock.now();
  auto reply = plan_.provider.binds_refresh_tokens.value_or(false)
                   ? exchange_bound(http, code, signed_in)
                   : oauth::exchange_code(http, plan_.client, attempt_, code, signed_in.at);
  if (!reply) return reply.error();
  signed_in.reply = std::move(*reply);
  return signed_in;
}

// Google wants the proof's jti to be the hash of the code, so that one cannot be used with another.
Result<oauth::TokenReply> BrowserSignIn::exchange_bound(oauth::HttpClient& http, const Secret& code,
                                                        SignedIn& signed_in) {
  Result<Secret> key = ports_.network.new_ec_key();
  if (!key) return key.error();
  const Result<oauth::Sha256> hash = ports_.network.sha256(code.reveal());
  if (!hash) return hash.error();
  DpopBinding& binding = signed_in.binding;
  binding.key = std::move(*key);
  const std::string jti =
      oauth::base64url_encode({reinterpret_cast<const char*>(hash->data()), hash->size()});
  oauth::DpopProver prover(ports_.network, ports_.random, {binding.key, {}, jti}, signed_in.at);
  oauth::DpopHttp bound(http, prover);
  auto reply = oauth::exchange_code(bound, plan_.client, attempt_, code, signed_in.at);
  binding.nonce = prover.nonce();
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
    ports_.terminal.progress(countdown_line("browser", std::chrono::duration_cast<seconds>(left)));
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
