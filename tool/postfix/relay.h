// SPDX-License-Identifier: MIT
#ifndef TOOL_POSTFIX_RELAY_H
#define TOOL_POSTFIX_RELAY_H

#include <cstdint>
#include <string>
#include <string_view>

#include "oauth/base/result.h"

namespace tool {

/// The mail server by which Postfix sends.
struct Relay {
  std::string host;  // an IPv6 address without its brackets
  std::uint16_t port = 587;
  bool begins_with_tls = false;  // as on port 465 (RFC 8314)

  /// Returns what relayhost says, and the key in the password map: "[smtp.gmail.com]:587". The
  /// brackets keep Postfix from asking for an MX record, which anybody on the way could answer.
  std::string nexthop() const;
};

/// Returns the relay that "smtp.gmail.com", "smtp.gmail.com:465" or "[smtp.gmail.com]:587" names;
/// without a port it is 587, the one for submission (RFC 6409).
/// Errors: bad_config, a sentence.
oauth::Result<Relay> parse_relay(std::string_view text);

}  // namespace tool

#endif
