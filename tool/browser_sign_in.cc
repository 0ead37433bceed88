// SPDX-License-Identifier: MIT
#include "tool/browser_sign_in.h"

#include <poll.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "oauth/base/text.h"
#include "tool/account_status.h"
#include "tool/browser.h"
#include "tool/countdown.h"
#include "tool/line_input.h"
#include "tool/port_forward.h"

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

Error nothing_pasted() {
  return Error{ErrorKind::bad_config,
               "the input ended before an address was pasted; run the same command on a terminal,"
               " or in two steps: --begin, then --finish"};
}

}  // namespace

Result<BrowserSignIn> BrowserSignIn::begin(const SignInPorts& ports, const SignInPlan& plan,
                                           SignInManner manner) {
  std::string redirect_uri = pasted_redirect_uri(plan);
  std::optional<RedirectListener> listener;
  const auto address = oauth::listening_address(plan.redirect_uri);
  if (manner.opens_port && address) {
    Result<RedirectListener> opened = RedirectListener::open(*address);
    if (!opened) return opened.error();
    listener = std::move(*opened);
    redirect_uri = listener->redirect_uri();
  }
  Result<oauth::SignInAttempt> attempt =
      oauth::begin_sign_in(ports.random, ports.network, std::move(redirect_uri));
  if (!attempt) return attempt.error();
  return BrowserSignIn(ports, plan, std::move(manner), std::move(listener), std::move(*attempt));
}

Result<SignedIn> BrowserSignIn::run() {
  announce();
  const Result<Secret> code = wait_for_code();
  if (!code) return code.error();
  return trade_code(ports_, plan_, attempt_, *code);
}

void BrowserSignIn::finish(const std::string& response) {
  if (listener_) listener_->answer(response, judge());
}

void BrowserSignIn::announce() {
  const std::string url = sign_in_address(plan_, attempt_, manner_.account);
  Terminal& terminal = ports_.terminal;
  const bool is_open =
      manner_.has_browser && start_browser(browser_commands(browser_places(), url));
  terminal.note(is_open ? "Your browser opens this address; sign in there:"
                        : "Open this address in a browser, and sign in there:");
  terminal.ask("\n  " + url + "\n");
  if (manner_.paste_descriptor >= 0) explain_pasting();
  if (!terminal.shows_progress()) {
    terminal.note(listener_ ? "Waiting for the browser ..." : "Waiting for the address ...");
  }
}

void BrowserSignIn::explain_pasting() {
  Terminal& terminal = ports_.terminal;
  if (!listener_) {
    terminal.note("The browser ends at a page that begins with " + attempt_.redirect_uri +
                  ",\nwhich need not load. Copy its whole address, and paste it here:\n");
    return;
  }
  const auto address = oauth::listening_address(plan_.redirect_uri);
  terminal.note(
      "Is the browser on another machine? Paste here the address that it ends at, or run there"
      " first:\n\n  " +
      forward_command(port(), address ? address->host : "", machine_names()) + "\n");
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
    if (listener_) listener_->watch(watched);
    (void)::poll(watched.data(), watched.size(), static_cast<int>(std::min(left, tick).count()));
    if (listener_) {
      if (auto query = listener_->serve(judge())) {
        return oauth::read_redirect(query->reveal(), expected_redirect(plan_, attempt_));
      }
    } else if (typing.is_at_end()) {
      return nothing_pasted();
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
  Result<Secret> code = oauth::read_pasted(line, expected_redirect(plan_, attempt_));
  // What the server itself answered is final; what was copied badly is not.
  if (code || !code.error().code.empty()) return code;
  ports_.terminal.warn(code.error().message);
  return std::nullopt;
}

}  // namespace tool
