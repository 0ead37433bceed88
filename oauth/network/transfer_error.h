// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_TRANSFER_ERROR_H
#define OAUTH_NETWORK_TRANSFER_ERROR_H

#include <curl/curl.h>

#include <string>

#include "oauth/base/error.h"
#include "oauth/network/reply.h"

namespace oauth {

/// What is known about a transfer that libcurl gave up.
struct FailedTransfer {
  CURLcode code = CURLE_OK;
  std::string detail;         // libcurl's error buffer
  std::string server;         // "host" or "host:port"
  std::string proxy;          // the same of the configured proxy; empty if there is none
  bool may_use_proxy = true;  // otherwise no sentence speaks of one
  std::string ca_file;        // as configured
  long verify_result = 0;     // OpenSSL's X509_V_...
  long connect_status = 0;    // the proxy's answer to CONNECT, if it gave one
  long request_bytes = 0;     // what was sent; 0 if the server was never reached
  Reply::Stop stop = Reply::Stop::none;
};

/// Returns the error of a failed transfer: kinds as HttpClient::send promises, and a sentence
/// "WHAT; REMEDY" that names the server, is printable, and repeats nothing of the URL, the request
/// or the reply.
Error transfer_error(const FailedTransfer& failed);

}  // namespace oauth

#endif
