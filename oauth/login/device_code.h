// SPDX-License-Identifier: MIT
#ifndef OAUTH_LOGIN_DEVICE_CODE_H
#define OAUTH_LOGIN_DEVICE_CODE_H

#include "oauth/base/result.h"
#include "oauth/base/time_point.h"
#include "oauth/port/clock.h"
#include "oauth/port/http.h"
#include "oauth/port/record.h"
#include "oauth/provider.h"
#include "oauth/wire/device_authorization.h"
#include "oauth/wire/token_reply.h"

/// The device authorization grant (RFC 8628): the person signs in on a page of the server's, on any
/// device, and types a short code there; meanwhile we ask again and again whether that is done.
namespace oauth {

/// Returns the codes to begin with (section 3.1). The provider has a device_authorization_endpoint.
/// Errors: those of HttpClient::send; as read_token_response by what the server answers, with
/// Google's refusal of mail scopes explained; bad_reply if the answer is malformed.
Result<DeviceAuthorization> request_device_code(HttpClient& http, const Provider& provider,
                                                const Client& client, TimePoint now);

/// Lets time pass.
class DeviceWaiter {
 public:
  virtual ~DeviceWaiter() = default;
  /// Waits so long; `left` is what the person has still got, for a countdown.
  virtual void wait(seconds pause, seconds left) = 0;
};

/// What the asking needs; both borrowed.
struct DevicePatience {
  Clock& clock;
  DeviceWaiter& waiter;
  TimePoint deadline;  // the code's end, or earlier
};

/// What the asking ended with.
struct DeviceTokens {
  TokenReply reply;
  TimePoint asked_at{};  // before the request that brought it
};

/// Asks until the person has signed in (sections 3.4 and 3.5), and returns the tokens. `slow_down`
/// adds bounds::device_slow_down to the interval for good; a failed connection doubles the next
/// pause, up to bounds::longest_device_interval.
/// Errors: consent_needed (the person refused), unavailable (nobody signed in in time), what else
/// the server refuses, as request_token, and those of accept_sign_in.
Result<DeviceTokens> await_device_tokens(HttpClient& http, const Client& client,
                                         const DeviceAuthorization& authorization,
                                         const DevicePatience& patience);

}  // namespace oauth

#endif
