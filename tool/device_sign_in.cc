// SPDX-License-Identifier: MIT
#include "tool/device_sign_in.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "oauth/grant/client_proof.h"
#include "oauth/grant/dpop_http.h"
#include "oauth/wire/json.h"
#include "tool/account_status.h"
#include "tool/countdown.h"
#include "tool/qr_code.h"

namespace tool {
namespace {

using oauth::DeviceAuthorization;
using oauth::Result;
using std::chrono::seconds;

class Countdown : public oauth::DeviceWaiter {
 public:
  explicit Countdown(Terminal& terminal) : terminal_(terminal) {}

  void wait(seconds pause, seconds left) override {
    for (; pause > seconds(0); pause -= seconds(1), left -= seconds(1)) {
      terminal_.progress(countdown_line("sign-in", left));
      std::this_thread::sleep_for(seconds(1));
    }
  }

 private:
  Terminal& terminal_;
};

void show_qr_code(Terminal& terminal, const DeviceAuthorization& codes) {
  const bool has_all = !codes.verification_uri_complete.empty();
  const QrCode code =
      draw_qr_code(has_all ? codes.verification_uri_complete : codes.verification_uri);
  if (code.lines.empty() || !terminal.can_draw(code.columns)) return;
  terminal.note(has_all ? "or scan this, which has the code in it:\n"
                        : "or scan this, and type the code there:\n");
  for (const std::string& line : code.lines) terminal.draw(line);
  terminal.note("");
}

void announce(Terminal& terminal, const DeviceAuthorization& codes) {
  if (!codes.message.empty()) terminal.note("The server says: " + codes.message + "\n");
  terminal.note("On any device, open this page:");
  terminal.ask("\n    " + terminal.noted(Style::strong, codes.verification_uri) + "\n");
  terminal.note("and type this code:");
  terminal.ask("\n    " + terminal.noted(Style::strong, codes.user_code) + "\n");
  show_qr_code(terminal, codes);
  if (!terminal.shows_progress()) {
    terminal.note("Waiting for the sign-in, at most " + as_words(codes.expires_in) + " ...");
  }
}

void announce_json(Terminal& terminal, const DeviceAuthorization& codes) {
  oauth::JsonWriter writer(oauth::JsonLayout::one_line);
  writer.string("verification_uri", codes.verification_uri);
  writer.string("user_code", codes.user_code);
  if (!codes.verification_uri_complete.empty()) {
    writer.string("verification_uri_complete", codes.verification_uri_complete);
  }
  writer.number("expires_in", codes.expires_in.count());
  terminal.print(writer.finish());
}

/// Sends each request with a proof of the key, made at its own time (RFC 9449).
class BoundHttp : public oauth::HttpClient {
 public:
  BoundHttp(oauth::HttpClient& http, const SignInPorts& ports, DpopBinding& binding)
      : http_(http), ports_(ports), binding_(binding) {}

  Result<oauth::HttpResponse> send(const oauth::HttpRequest& request) override {
    oauth::DpopProver prover(ports_.network, ports_.random, {binding_.key, binding_.nonce, {}},
                             ports_.clock.now());
    Result<oauth::HttpResponse> response = oauth::DpopHttp(http_, prover).send(request);
    binding_.nonce = prover.nonce();
    return response;
  }

 private:
  oauth::HttpClient& http_;
  const SignInPorts& ports_;
  DpopBinding& binding_;
};

Result<SignedIn> await(const SignInPorts& ports, const SignInPlan& plan, oauth::HttpClient& http,
                       const DeviceAuthorization& codes, const oauth::DevicePatience& patience) {
  SignedIn signed_in;
  BoundHttp bound(http, ports, signed_in.binding);
  const bool is_bound = plan.provider.binds_refresh_tokens.value_or(false);
  if (is_bound) {
    Result<oauth::Secret> key = ports.network.new_ec_key();
    if (!key) return key.error();
    signed_in.binding.key = std::move(*key);
  }
  oauth::HttpClient& asked = is_bound ? static_cast<oauth::HttpClient&>(bound) : http;
  auto tokens = oauth::await_device_tokens(asked, plan.client, codes, patience);
  if (!tokens) return tokens.error();
  signed_in.reply = std::move(tokens->reply);
  signed_in.at = tokens->asked_at;
  return signed_in;
}

}  // namespace

Result<SignedIn> sign_in_by_device(const SignInPorts& ports, const SignInPlan& plan,
                                   const DeviceManner& manner) {
  Terminal& terminal = ports.terminal;
  terminal.progress("Asking " + plan.provider.name + " for a code ...");
  const auto http = ports.network.http(plan.network);
  if (!http) return http.error();
  oauth::ProvenHttp proven(**http, plan.client, {ports.network, ports.random, ports.files},
                           ports.clock);
  const oauth::TimePoint start = ports.clock.now();
  auto codes = oauth::request_device_code(proven, plan.provider, plan.client, start);
  if (!codes) return codes.error();
  codes->expires_in = std::min(codes->expires_in, manner.timeout.value_or(codes->expires_in));
  if (manner.wants_json) announce_json(terminal, *codes);
  announce(terminal, *codes);
  Countdown countdown(terminal);
  return await(
      ports, plan, proven, *codes,
      {ports.clock, manner.waiter ? *manner.waiter : countdown, start + codes->expires_in});
}

}  // namespace tool
