// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_HTTP_H
#define OAUTH_PORT_HTTP_H

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

/// How to reach servers. Empty strings mean "the system's default".
struct NetworkSettings {
  std::string proxy;    // "http://host:port", "socks5h://..."; "none" for none at all
  std::string ca_file;  // a PEM bundle instead of the system's
  std::string ca_dir;   // a hashed directory of certificates
  std::chrono::seconds connect_timeout = bounds::connect_timeout;
  std::chrono::seconds request_timeout = bounds::request_timeout;
};

enum class HttpMethod { get, post };

struct HttpHeader {
  std::string name;
  Secret value;
};

/// One request. `url` is https, or http to a loopback address (checked by its owner, wire/url.h).
struct HttpRequest {
  HttpMethod method = HttpMethod::post;
  std::string url;
  std::vector<HttpHeader> headers;
  Secret body;  // sent as application/x-www-form-urlencoded with `post`
  /// What proves the client in the TLS handshake (RFC 8705), PEM; empty: nothing does.
  std::string certificate{};
  Secret key{};
};

/// What came back. Only the headers that somebody here reads are kept; a missing one is empty.
struct HttpResponse {
  int status = 0;
  Secret body;
  std::string content_type;
  std::string retry_after;  // RFC 9110 section 10.2.3, as sent
  std::string dpop_nonce;   // RFC 9449 section 8, as sent
  std::string date;         // RFC 9110 section 6.6.1, as sent
};

/// Sends requests, one at a time; short-lived, made anew for each refresh (tokens last an hour, a
/// kept connection would be dead by then, and there is nothing to lose in a fork).
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  /// Returns the response whatever its status is: an HTTP error is a success of the transport.
  /// Follows no redirect. Bounded by the settings' time limits and by bounds::max_reply_bytes.
  /// Errors: unavailable (name look-up, connect, TLS, timeout, connection lost, certificate; the
  /// sentence says which, and names the host), bad_reply (too long a reply), bad_config (a proxy,
  /// CA file or URL that cannot be used), internal.
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

}  // namespace oauth

#endif
