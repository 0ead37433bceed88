// SPDX-License-Identifier: MIT
#include "oauth/network/curl_http.h"

#include <curl/curl.h>

#include "oauth/network/sigpipe_block.h"

namespace oauth {

Result<HttpResponse> CurlHttp::send(const HttpRequest& request) {
  const auto transfer = Transfer::prepare(terms_, request);
  if (!transfer) return transfer.error();
  const SigpipeBlock block;
  return (*transfer)->finish(curl_easy_perform((*transfer)->handle()));
}

}  // namespace oauth
