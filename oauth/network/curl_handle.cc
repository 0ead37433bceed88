// SPDX-License-Identifier: MIT
#include "oauth/network/curl_handle.h"

#include <sys/socket.h>

namespace oauth {
namespace {

// Never undone: the host may use libcurl as well, and a resolver's thread may outlive us.
bool is_libcurl_ready() {
#if LIBCURL_VERSION_NUM >= 0x075400  // 7.84: thread-safe, and counts its calls
  return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
#else
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  return code == CURLE_OK;
#endif
}

curl_socket_t open_socket(void*, curlsocktype, curl_sockaddr* address) noexcept {
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace

CurlHandle new_curl_handle() {
  CurlHandle handle(is_libcurl_ready() ? curl_easy_init() : nullptr);
  if (!handle) return handle;
  const bool is_set =
      curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
      curl_easy_setopt(handle.get(), CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK;
  return is_set ? std::move(handle) : nullptr;
}

}  // namespace oauth
