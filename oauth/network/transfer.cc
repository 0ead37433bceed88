// SPDX-License-Identifier: MIT
#include "oauth/network/transfer.h"

#include <openssl/err.h>

#include <utility>

#include "oauth/network/transfer_error.h"
#include "oauth/network/trusted_files.h"

namespace oauth {
namespace {

// libcurl never overwrites its buffer, and has no more use for what it has handed out.
std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* reply) noexcept {
  const bool is_taken = static_cast<Reply*>(reply)->add_body({bytes, count});
  wipe(bytes, count);
  return is_taken ? count : 0;
}

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* reply) noexcept {
  return static_cast<Reply*>(reply)->add_header({bytes, count}) ? count : 0;
}

// Named by pointer: the request outlives the transfer.
curl_blob blob_over(std::string_view text) {
  return curl_blob{const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY};
}

// Where a request goes, and on which way.
struct Route {
  ServerAddress server;
  std::string proxy_name;  // empty: none, or the environment's
};

Result<Route> find_route(const std::string& url, const NetworkSettings& settings) {
  auto server = parse_server_url(url);
  if (!server) return server.error();
  Route route{std::move(*server), {}};
  if (settings.proxy.empty() || settings.proxy == "none") return route;
  auto proxy = parse_proxy(settings.proxy);
  if (!proxy) return proxy.error();
  route.proxy_name = std::move(*proxy);
  return route;
}

}  // namespace

Result<std::unique_ptr<Transfer>> Transfer::prepare(const TransferTerms& terms,
                                                    const HttpRequest& request) {
  auto route = find_route(request.url, terms.settings);
  if (!route) return route.error();
  if (!terms.kept_pem()) {
    if (auto trust = check_trusted_files(terms.settings); !trust) return trust.error();
  }
  if (auto safe = check_environment(terms.environment); !safe) return safe.error();
  CurlHandle handle = new_curl_handle();
  if (!handle) return Error{ErrorKind::internal, "libcurl does not start"};
  std::unique_ptr<Transfer> transfer(new Transfer(
      terms, std::move(handle), std::move(route->server), std::move(route->proxy_name)));
  transfer->headers_.leave_out("Expect");
  for (const HttpHeader& header : request.headers) {
    if (auto added = transfer->headers_.add(header); !added) return added.error();
  }
  const CURLcode code = transfer->set_all(terms, request);
  if (code != CURLE_OK) return transfer->finish(code).error();
  return transfer;
}

Transfer::Transfer(const TransferTerms& terms, CurlHandle handle, ServerAddress server,
                   std::string proxy_name)
    : handle_(std::move(handle)),
      ca_file_(terms.settings.ca_file),
      server_(std::move(server)),
      proxy_name_(std::move(proxy_name)) {}

CURLcode Transfer::set_all(const TransferTerms& terms, const HttpRequest& request) {
  CurlOptions options(handle_.get());
  options.set(CURLOPT_ERRORBUFFER, detail_);
  options.set(CURLOPT_WRITEFUNCTION, on_body);
  options.set(CURLOPT_WRITEDATA, static_cast<void*>(&reply_));
  options.set(CURLOPT_HEADERFUNCTION, on_header);
  options.set(CURLOPT_HEADERDATA, static_cast<void*>(&reply_));
  // A connection serves one request, also where many are under way: no account's for another's.
  options.set(CURLOPT_FRESH_CONNECT, 1L);
  options.set(CURLOPT_FORBID_REUSE, 1L);
  options.set(CURLOPT_USERAGENT, terms.user_agent.c_str());
  set_limits(options, terms.settings);
  set_protocol(options, server_.is_plain);
  set_trust(options, terms.settings);
  if (const std::string* pem = terms.kept_pem()) set_kept_trust(options, *pem);
  set_request(options, request, headers_.list());
  if (!request.certificate.empty()) {
    blobs_ = {blob_over(request.certificate), blob_over(request.key.reveal())};
    set_certificate(options, blobs_);
  }
  set_proxy(options, terms);
  return options.code();
}

void Transfer::set_proxy(CurlOptions& options, const TransferTerms& terms) {
  const std::string& proxy = terms.settings.proxy;
  const bool has_own = !proxy.empty() && proxy != "none";
  // A plain request never leaves the machine, so no proxy may see it.
  if (has_own && !server_.is_plain) {
    options.set(CURLOPT_PROXY, proxy.c_str());
    options.set(CURLOPT_NOPROXY, "");
  } else if (has_own || proxy == "none" || server_.is_plain ||
             terms.environment == EnvironmentUse::ignored) {
    options.set(CURLOPT_PROXY, "");
  }
}

Result<HttpResponse> Transfer::finish(CURLcode code) {
  // OpenSSL's error queue is the host's too.
  ERR_clear_error();
  if (code == CURLE_OK && !reply_.has_whole_head()) code = CURLE_PARTIAL_FILE;
  if (code == CURLE_OK) {
    return std::move(reply_).take(static_cast<int>(info(CURLINFO_RESPONSE_CODE)));
  }
  FailedTransfer failed;
  failed.code = code;
  failed.detail = detail_;
  failed.server = server_.name;
  failed.proxy = proxy_name_;
  failed.ca_file = ca_file_;
  failed.verify_result = info(CURLINFO_SSL_VERIFYRESULT);
  failed.connect_status = info(CURLINFO_HTTP_CONNECTCODE);
  failed.request_bytes = info(CURLINFO_REQUEST_SIZE);
  failed.stop = reply_.stop();
  return transfer_error(failed);
}

long Transfer::info(CURLINFO which) const {
  long value = 0;
  return (curl_easy_getinfo)(handle_.get(), which, &value) == CURLE_OK ? value : 0;
}

}  // namespace oauth
