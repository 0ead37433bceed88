// SPDX-License-Identifier: MIT
#include "oauth/grant/request_copy.h"

namespace oauth {

HttpRequest copy_of(const HttpRequest& request) {
  HttpRequest copy;
  copy.method = request.method;
  copy.url = request.url;
  copy.body = request.body.clone();
  copy.certificate = request.certificate;
  copy.key = request.key.clone();
  for (const HttpHeader& header : request.headers) {
    copy.headers.push_back(HttpHeader{header.name, header.value.clone()});
  }
  return copy;
}

}  // namespace oauth
