// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_SERVER_ADDRESS_H
#define OAUTH_NETWORK_SERVER_ADDRESS_H

#include <string>

#include "oauth/base/result.h"

namespace oauth {

/// The server that a URL leads to, as libcurl reads the URL: a second reading of our own could
/// differ, and the difference would decide who gets a secret.
struct ServerAddress {
  std::string name;       // "host", or "host:port" if the URL has a port; printable, for sentences
  bool is_plain = false;  // http instead of https
};

/// Returns the server of a request. Errors: bad_config unless `url` is https, or http to a loopback
/// address (127.0.0.0/8, ::1, localhost); with a user name in it; or malformed. The sentences hold
/// no query, which may carry a code or a hint.
Result<ServerAddress> parse_server_url(const std::string& url);

/// Returns "host" or "host:port" of a proxy, without its user name and password.
/// Errors: bad_config unless `proxy` is [scheme://][user:password@]host[:port] with one of http,
/// https, socks4, socks4a, socks5 and socks5h for a scheme.
Result<std::string> parse_proxy(const std::string& proxy);

}  // namespace oauth

#endif
