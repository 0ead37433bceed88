// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_HEADER_LINES_H
#define OAUTH_NETWORK_HEADER_LINES_H

#include <curl/curl.h>

#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/port/http.h"

namespace oauth {

/// A header list for libcurl over lines that wipe themselves; the copies that curl_slist_append
/// makes would not.
class HeaderLines {
 public:
  /// Adds a header. Errors: internal if it holds a control character, which would end its line.
  Result<void> add(const HttpHeader& header);

  /// Has libcurl leave out a header that it would send by itself.
  void leave_out(std::string_view name);

  /// Returns the list for CURLOPT_HTTPHEADER, NULL if there is none. Ours; valid until the next
  /// change.
  curl_slist* list();

 private:
  std::vector<Secret> lines_;
  std::vector<curl_slist> nodes_;
};

}  // namespace oauth

#endif
