// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_CURL_HTTP_H
#define OAUTH_NETWORK_CURL_HTTP_H

#include <string>
#include <utility>

#include "oauth/network/transfer.h"
#include "oauth/port/http.h"

namespace oauth {

/// HttpClient over libcurl's easy interface, one handle a request.
///
/// What it promises beyond HttpClient:
/// - TLS 1.2 or later, certificate and name verified; with `ca_file` or `ca_dir`, by these alone.
/// - HTTP/1.1 alone.
/// - Plain http goes to a loopback address and past every proxy.
/// - No redirect, cookie, .netrc, "Expect: 100-continue" or compressed body.
/// - The time limits hold while a name look-up hangs, too (CURLOPT_QUICK_EXIT; not with a libcurl
///   before 7.87). The look-up's thread then lives on, so neither this module nor libcurl may ever
///   be unloaded: the module is linked with -z nodelete, which keeps what it needs as well.
/// - Its sockets are closed on exec; no SIGPIPE reaches the host.
/// - Authorization values and bodies are not copied into memory of ours that is not wiped.
///   libcurl's own send and receive buffers are beyond our reach.
class CurlHttp : public HttpClient {
 public:
  /// `user_agent`: "name/version".
  CurlHttp(NetworkSettings settings, std::string user_agent, EnvironmentUse environment)
      : terms_{std::move(settings), std::move(user_agent), environment} {}
  explicit CurlHttp(TransferTerms terms) : terms_(std::move(terms)) {}

  Result<HttpResponse> send(const HttpRequest& request) override;

 private:
  const TransferTerms terms_;
};

}  // namespace oauth

#endif
