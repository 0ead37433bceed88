// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_CURL_MULTI_H
#define OAUTH_NETWORK_CURL_MULTI_H

#include <cstddef>
#include <string>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/network/curl_options.h"
#include "oauth/port/request_queue.h"

namespace oauth {

/// Sends the requests of a queue over libcurl's multi interface: several at a time, in one thread,
/// each with all that CurlHttp promises of one.
class CurlMulti {
 public:
  struct Limits {
    std::size_t at_once = bounds::max_transfers;
    std::chrono::milliseconds in_all = bounds::send_all_timeout;
  };

  CurlMulti(std::string user_agent, EnvironmentUse environment)
      : user_agent_(std::move(user_agent)), environment_(environment) {}

  /// Sends until the queue has no more. After `limits.in_all` nothing more is begun; what is under
  /// way ends within its own limits. Errors: internal (libcurl does not start, or stops).
  Result<void> send_all(RequestQueue& queue, Limits limits) const;

 private:
  const std::string user_agent_;
  const EnvironmentUse environment_;
};

}  // namespace oauth

#endif
