// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_URL_H
#define OAUTH_WIRE_URL_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"

namespace oauth {

/// The parts of an http or https URL (RFC 3986) that anybody here looks at.
struct Url {
  std::string scheme;  // lower case
  std::string host;    // lower case; an IPv6 address without its brackets
  std::string port;    // decimal, or empty
  std::string path;    // with its leading '/', or empty
  std::string query;   // without '?'
};

/// Returns the parts. Errors: bad_config with one phrase that says what is wrong ("has no scheme")
/// and repeats nothing of the text. User information ("user@") and control bytes are refused.
Result<Url> parse_url(std::string_view text);

/// Returns whether `host` names this machine: 127.0.0.0/8, ::1 or localhost.
bool is_loopback(std::string_view host);

enum class PlainHttp { refused, to_loopback };

/// Returns whether secrets may be sent there: https, or, where that is allowed, http to a loopback
/// address. Errors: bad_config, one phrase.
Result<void> check_endpoint(std::string_view url, PlainHttp plain_http);

/// Returns whether a redirect URI can be used: https, or http to this machine, without a fragment
/// (RFC 6749 section 3.1.2).
bool is_redirect_uri(std::string_view text);

}  // namespace oauth

#endif
