// SPDX-License-Identifier: MIT
#include "oauth/login/device_code.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "oauth/base/text.h"
#include "oauth/grant/token_request.h"
#include "oauth/login/granted.h"
#include "oauth/wire/form.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

constexpr char device_grant[] = "urn:ietf:params:oauth:grant-type:device_code";
constexpr char again[] = "; run the same command again";

// What a status without OAuth's words says of an endpoint is said of the token endpoint there.
bool is_status(const std::string& code) { return code.size() == 3 && parse_integer(code); }

Error explained(Error error, const std::string& host) {
  if (is_status(error.code)) {
    error.message = host + " answered HTTP status " + error.code +
                    " to the device request; check the device_authorization_endpoint";
  }
  // Google, 2026: mail is none of the scopes that its device sign-in grants.
  const bool is_googles = error.message.find("Invalid device flow scope") != std::string::npos;
  if (error.code == "invalid_scope" && is_googles) {
    error.message +=
        "; this server's device sign-in does not open mailboxes: leave out --device, and where the"
        " browser is on another machine add --paste";
  }
  return error;
}

Error malformed(const std::string& phrase, const std::string& host) {
  return Error{ErrorKind::bad_reply, host + " answered the device request with a reply that " +
                                         phrase +
                                         "; is its device_authorization_endpoint the right one?"};
}

struct Ending {
  std::string_view code;
  ErrorKind kind;
  std::string_view sentence;
};

// RFC 8628 section 3.5, and what Microsoft adds.
constexpr Ending endings[] = {
    {"access_denied", ErrorKind::consent_needed, "the access was refused on the sign-in page"},
    {"authorization_declined", ErrorKind::consent_needed,
     "the access was refused on the sign-in page"},
    {"expired_token", ErrorKind::unavailable, "nobody signed in before the code ended"},
    {"code_expired", ErrorKind::unavailable, "nobody signed in before the code ended"},
    {"expired", ErrorKind::unavailable, "nobody signed in before the code ended"},
    {"bad_verification_code", ErrorKind::bad_reply,
     "the server does not know the device code that it gave out"},
};

Error nobody_came() {
  return Error{ErrorKind::unavailable, std::string("nobody signed in in time") + again};
}

Error final_error(Error error) {
  for (const Ending& ending : endings) {
    if (ending.code != error.code) continue;
    return Error{ending.kind, std::string(ending.sentence) + again, seconds(0), error.code};
  }
  if (error.kind == ErrorKind::consent_needed || error.kind == ErrorKind::unavailable) {
    error.message += again;
  }
  return error;
}

/// How long to wait before each request.
class Pace {
 public:
  explicit Pace(seconds interval) : interval_(interval), pause_(interval) {}

  seconds pause() const { return pause_; }

  /// Returns whether to ask again after this answer, and sets the pause before that.
  bool goes_on_after(const Error& error) {
    if (error.code == "authorization_pending" || error.code == "slow_down") {
      if (error.code == "slow_down") interval_ += bounds::device_slow_down;
      pause_ = interval_;
    } else if (is_passing(error)) {
      pause_ = std::min(pause_ * 2, std::max(bounds::longest_device_interval, interval_));
    } else {
      return false;
    }
    pause_ = std::max(pause_, error.retry_after);
    return true;
  }

 private:
  // A word of the server's that nobody knows ends it (RFC 8628 section 3.5).
  static bool is_passing(const Error& error) {
    constexpr std::string_view passing[] = {"", "temporarily_unavailable", "server_error",
                                            "internal_failure", "rate_limit_exceeded"};
    return error.kind == ErrorKind::unavailable &&
           std::find(std::begin(passing), std::end(passing), error.code) != std::end(passing);
  }

  seconds interval_;
  seconds pause_;
};

Form device_form(const DeviceAuthorization& authorization) {
  Form form;
  form.add("grant_type", device_grant);
  form.add("device_code", authorization.device_code);
  return form;
}

}  // namespace

Result<DeviceAuthorization> request_device_code(HttpClient& http, const Provider& provider,
                                                const Client& client, TimePoint now) {
  const Result<Url> url = parse_url(provider.device_authorization_endpoint);
  if (!url)
    return Error{ErrorKind::bad_config, "the device_authorization_endpoint " + url.error().message};
  Form form;
  if (!client.scope.empty()) form.add("scope", client.scope);
  HttpRequest request = build_token_request(client, std::move(form));
  request.url = provider.device_authorization_endpoint;
  const Result<HttpResponse> response = http.send(request);
  if (!response) return response.error();
  if (response->status != 200) {
    return explained(read_answer(client, request, *response, now).error(), url->host);
  }
  auto authorization = parse_device_authorization(response->body.reveal());
  if (!authorization) return malformed(authorization.error().message, url->host);
  return authorization;
}

Result<DeviceTokens> await_device_tokens(HttpClient& http, const Client& client,
                                         const DeviceAuthorization& authorization,
                                         const DevicePatience& patience) {
  Pace pace(authorization.interval);
  for (;;) {
    const seconds left = patience.deadline - patience.clock.now();
    if (left <= seconds(0)) return nobody_came();
    patience.waiter.wait(std::min(pace.pause(), left), left);
    const TimePoint now = patience.clock.now();
    Result<TokenReply> reply = request_token(http, client, device_form(authorization), now);
    if (reply) {
      reply = accept_sign_in(std::move(*reply), client);
      if (!reply) return reply.error();
      return DeviceTokens{std::move(*reply), now};
    }
    if (!pace.goes_on_after(reply.error())) return final_error(reply.error());
  }
}

}  // namespace oauth
