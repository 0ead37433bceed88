// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_DEVICE_AUTHORIZATION_H
#define OAUTH_WIRE_DEVICE_AUTHORIZATION_H

#include <string>
#include <string_view>

#include "oauth/base/bounds.h"
#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"

namespace oauth {

/// What a device authorization endpoint gave (RFC 8628 section 3.2).
struct DeviceAuthorization {
  Secret device_code;                     // for us alone
  std::string user_code;                  // for the person, who types it on the page
  std::string verification_uri;           // the page: https, or http to this machine
  std::string verification_uri_complete;  // the page with the code in it; may be empty
  std::string message;  // the server's own words to the person (Microsoft), printable; may be empty
  seconds expires_in{0};                      // 1..bounds::longest_device_sign_in
  seconds interval{bounds::device_interval};  // 1..bounds::longest_device_interval
};

/// Returns what the body of a 200 answer gives. Google's old `verification_url` counts as well.
/// What is optional and malformed counts as missing.
/// Errors: bad_reply, with a phrase about the reply that repeats nothing of it.
Result<DeviceAuthorization> parse_device_authorization(std::string_view body);

}  // namespace oauth

#endif
