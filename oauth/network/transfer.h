// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_TRANSFER_H
#define OAUTH_NETWORK_TRANSFER_H

#include <curl/curl.h>

#include <memory>
#include <string>

#include "oauth/base/result.h"
#include "oauth/network/curl_handle.h"
#include "oauth/network/curl_options.h"
#include "oauth/network/header_lines.h"
#include "oauth/network/kept_authorities.h"
#include "oauth/network/reply.h"
#include "oauth/network/server_address.h"
#include "oauth/port/http.h"

namespace oauth {

/// What holds for every request of a client.
struct TransferTerms {
  NetworkSettings settings;
  std::string user_agent;  // "name/version"
  EnvironmentUse environment = EnvironmentUse::ignored;
  const KeptAuthorities* kept = nullptr;  // goes before what is in the files; outlives the client

  /// Returns the certificates to trust, from memory; NULL: those of the files.
  const std::string* kept_pem() const { return kept ? kept->find(settings) : nullptr; }
};

/// One request from its options to its result, whoever drives libcurl meanwhile: one at a time
/// (curl_http.h) or many at once (curl_multi.h). What both promise is set here.
class Transfer {
 public:
  /// Returns a transfer that is ready to go. The request must outlive it: its body and certificate
  /// are not copied. Errors: those of HttpClient::send that show before anything is sent.
  static Result<std::unique_ptr<Transfer>> prepare(const TransferTerms& terms,
                                                   const HttpRequest& request);

  Transfer(const Transfer&) = delete;  // libcurl points into it
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const { return handle_.get(); }

  /// Returns what came of it, now that libcurl has ended it with `code`. The transfer is spent.
  Result<HttpResponse> finish(CURLcode code);

 private:
  Transfer(const TransferTerms& terms, CurlHandle handle, ServerAddress server,
           std::string proxy_name);
  CURLcode set_all(const TransferTerms& terms, const HttpRequest& request);
  void set_proxy(CurlOptions& options, const TransferTerms& terms);
  long info(CURLINFO which) const;

  ClientBlobs blobs_;
  Reply reply_;
  HeaderLines headers_;
  char detail_[CURL_ERROR_SIZE] = "";
  CurlHandle handle_;  // goes before what it points to
  const std::string ca_file_;
  const ServerAddress server_;
  const std::string proxy_name_;  // empty: none, or the environment's
};

}  // namespace oauth

#endif
