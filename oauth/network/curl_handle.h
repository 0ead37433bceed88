// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_CURL_HANDLE_H
#define OAUTH_NETWORK_CURL_HANDLE_H

#include <curl/curl.h>

#include <memory>

namespace oauth {

struct CurlHandleDeleter {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, CurlHandleDeleter>;

/// Returns a handle whose sockets are closed on exec and which raises no signal; NULL if libcurl
/// does not start.
CurlHandle new_curl_handle();

}  // namespace oauth

#endif
