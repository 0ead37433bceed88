// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_CURL_OPTIONS_H
#define OAUTH_NETWORK_CURL_OPTIONS_H

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "oauth/base/result.h"
#include "oauth/port/http.h"

namespace oauth {

/// Whether the environment may name a proxy (https_proxy, all_proxy, no_proxy). In a program with
/// raised privileges it is somebody else's and is ignored.
enum class EnvironmentUse { obeyed, ignored };

/// Sets options and remembers the first that failed: a request goes out with all of them or not.
class CurlOptions {
 public:
  explicit CurlOptions(CURL* handle) : handle_(handle) {}

  template <class T>
  void set(CURLoption option, T value) {
    if (code_ == CURLE_OK) code_ = (curl_easy_setopt)(handle_, option, value);
  }
  template <class T>
  void try_to_set(CURLoption option, T value) {
    (curl_easy_setopt)(handle_, option, value);
  }
  void set_path(CURLoption option, const std::string& path) {
    set(option, path.empty() ? nullptr : path.c_str());
  }
  void set_limit(CURLoption option, std::chrono::seconds limit) {
    // Zero would mean no limit at all.
    set(option, static_cast<long>(std::max<std::chrono::seconds::rep>(limit.count(), 1)));
  }

  CURLcode code() const { return code_; }

 private:
  CURL* handle_;
  CURLcode code_ = CURLE_OK;
};

/// What a client shows under TLS, as libcurl wants to have it; it points into the request.
struct ClientBlobs {
  curl_blob certificate = {};
  curl_blob key = {};
};

/// Time limits.
void set_limits(CurlOptions& options, const NetworkSettings& settings);
/// https alone, or http alone to this machine; no redirect, no .netrc.
void set_protocol(CurlOptions& options, bool is_plain);
/// TLS 1.2 or later, certificate and name verified, by the given authorities alone if there are
/// any.
void set_trust(CurlOptions& options, const NetworkSettings& settings);
/// Instead of the authorities in files those of `pem`, which is not copied.
void set_kept_trust(CurlOptions& options, const std::string& pem);
/// The client's certificate and key, in PEM (RFC 8705).
void set_certificate(CurlOptions& options, ClientBlobs& blobs);
/// Method, URL, headers and body; none of them is copied.
void set_request(CurlOptions& options, const HttpRequest& request, curl_slist* headers);

/// Returns whether libcurl would not obey a SSLKEYLOGFILE that is somebody else's.
/// Errors: bad_config.
Result<void> check_environment(EnvironmentUse environment);

}  // namespace oauth

#endif
