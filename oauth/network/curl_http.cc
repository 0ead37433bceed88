// SPDX-License-Identifier: MIT
#include "oauth/network/curl_http.h"

#include <curl/curl.h>
#include <openssl/err.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "oauth/network/curl_handle.h"
#include "oauth/network/header_lines.h"
#include "oauth/network/reply.h"
#include "oauth/network/server_address.h"
#include "oauth/network/sigpipe_block.h"
#include "oauth/network/transfer_error.h"
#include "oauth/network/trusted_files.h"

namespace oauth {
namespace {

std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* reply) noexcept {
  return static_cast<Reply*>(reply)->add_body({bytes, count}) ? count : 0;
}

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* reply) noexcept {
  return static_cast<Reply*>(reply)->add_header({bytes, count}) ? count : 0;
}

// Sets options and remembers the first that failed: a request goes out with all of them or not.
class Options {
 public:
  explicit Options(CURL* handle) : handle_(handle) {}

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

void set_limits(Options& options, const NetworkSettings& settings) {
  options.set_limit(CURLOPT_CONNECTTIMEOUT, settings.connect_timeout);
  options.set_limit(CURLOPT_TIMEOUT, settings.request_timeout);
#if LIBCURL_VERSION_NUM >= 0x075700  // 7.87
  options.try_to_set(CURLOPT_QUICK_EXIT, 1L);
#endif
}

void set_protocol(Options& options, const ServerAddress& server) {
#if LIBCURL_VERSION_NUM >= 0x075500  // 7.85
  options.set(CURLOPT_PROTOCOLS_STR, server.is_plain ? "http" : "https");
#else
  options.set(CURLOPT_PROTOCOLS, server.is_plain ? long{CURLPROTO_HTTP} : long{CURLPROTO_HTTPS});
#endif
  options.set(CURLOPT_FOLLOWLOCATION, 0L);
  options.set(CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
}

void set_trust(Options& options, const NetworkSettings& settings) {
  options.set(CURLOPT_SSL_VERIFYPEER, 1L);
  options.set(CURLOPT_SSL_VERIFYHOST, 2L);
  options.set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  options.set(CURLOPT_PROXY_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  if (settings.ca_file.empty() && settings.ca_dir.empty()) return;
  // Both, or the built-in folder would go on being trusted beside the given file.
  options.set_path(CURLOPT_CAINFO, settings.ca_file);
  options.set_path(CURLOPT_CAPATH, settings.ca_dir);
  options.set_path(CURLOPT_PROXY_CAINFO, settings.ca_file);
  options.set_path(CURLOPT_PROXY_CAPATH, settings.ca_dir);
}

void set_request(Options& options, const HttpRequest& request, HeaderLines& headers) {
  options.set(CURLOPT_URL, request.url.c_str());
  options.set(CURLOPT_HTTPHEADER, headers.list());
  options.set(CURLOPT_HEADEROPT, long{CURLHEADER_SEPARATE});
  options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (request.method == HttpMethod::get) {
    options.set(CURLOPT_HTTPGET, 1L);
    return;
  }
  options.set(CURLOPT_POST, 1L);
  options.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  options.set(CURLOPT_POSTFIELDS, request.body.reveal().data());
}

// libcurl takes SSLKEYLOGFILE from the environment of whoever started us, and opens it (7.88).
Result<void> check_environment(EnvironmentUse environment) {
  if (environment == EnvironmentUse::obeyed || std::getenv("SSLKEYLOGFILE") == nullptr) return {};
  return Error{ErrorKind::bad_config,
               "SSLKEYLOGFILE is set for a program with raised privileges; unset it"};
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

// A transfer from its options to its result. One request, then it goes.
class Transfer {
 public:
  Transfer(CurlHandle handle, Route route) : handle_(std::move(handle)), route_(std::move(route)) {}

  void prepare(const NetworkSettings& settings, const HttpRequest& request, HeaderLines& headers) {
    options_.set(CURLOPT_ERRORBUFFER, detail_);
    options_.set(CURLOPT_WRITEFUNCTION, on_body);
    options_.set(CURLOPT_WRITEDATA, static_cast<void*>(&reply_));
    options_.set(CURLOPT_HEADERFUNCTION, on_header);
    options_.set(CURLOPT_HEADERDATA, static_cast<void*>(&reply_));
    set_limits(options_, settings);
    set_protocol(options_, route_.server);
    set_trust(options_, settings);
    set_request(options_, request, headers);
  }

  void identify_as(const std::string& user_agent) {
    options_.set(CURLOPT_USERAGENT, user_agent.c_str());
  }

  // The key's pass phrase is empty: else OpenSSL would ask for it on the host's terminal.
  void prove_by_certificate(const HttpRequest& request) {
    if (request.certificate.empty()) return;
    certificate_ = blob_over(request.certificate);
    key_ = blob_over(request.key.reveal());
    options_.set(CURLOPT_SSLCERTTYPE, "PEM");
    options_.set(CURLOPT_SSLCERT_BLOB, &certificate_);
    options_.set(CURLOPT_SSLKEYTYPE, "PEM");
    options_.set(CURLOPT_SSLKEY_BLOB, &key_);
    options_.set(CURLOPT_KEYPASSWD, "");
  }

  void set_proxy(const std::string& proxy, EnvironmentUse environment) {
    const bool has_own = !proxy.empty() && proxy != "none";
    // A plain request never leaves the machine, so no proxy may see it.
    if (has_own && !route_.server.is_plain) {
      options_.set(CURLOPT_PROXY, proxy.c_str());
      options_.set(CURLOPT_NOPROXY, "");
    } else if (has_own || proxy == "none" || route_.server.is_plain ||
               environment == EnvironmentUse::ignored) {
      options_.set(CURLOPT_PROXY, "");
    }
  }

  Result<HttpResponse> perform(const NetworkSettings& settings) {
    CURLcode code = options_.code();
    if (code == CURLE_OK) code = run();
    if (code != CURLE_OK) return transfer_error(describe(code, settings));
    return std::move(reply_).take(static_cast<int>(info(CURLINFO_RESPONSE_CODE)));
  }

 private:
  CURLcode run() {
    const SigpipeBlock block;
    const CURLcode code = curl_easy_perform(handle_.get());
    // OpenSSL's error queue is the host's too.
    ERR_clear_error();
    return code == CURLE_OK && !reply_.has_whole_head() ? CURLE_PARTIAL_FILE : code;
  }

  long info(CURLINFO which) const {
    long value = 0;
    return (curl_easy_getinfo)(handle_.get(), which, &value) == CURLE_OK ? value : 0;
  }

  FailedTransfer describe(CURLcode code, const NetworkSettings& settings) const {
    FailedTransfer failed;
    failed.code = code;
    failed.detail = detail_;
    failed.server = route_.server.name;
    failed.proxy = route_.proxy_name;
    failed.ca_file = settings.ca_file;
    failed.verify_result = info(CURLINFO_SSL_VERIFYRESULT);
    failed.connect_status = info(CURLINFO_HTTP_CONNECTCODE);
    failed.request_bytes = info(CURLINFO_REQUEST_SIZE);
    failed.stop = reply_.stop();
    return failed;
  }

  curl_blob certificate_ = {};
  curl_blob key_ = {};
  Reply reply_;
  char detail_[CURL_ERROR_SIZE] = "";
  CurlHandle handle_;  // goes before what it points to
  Route route_;
  Options options_{handle_.get()};
};

}  // namespace

CurlHttp::CurlHttp(NetworkSettings settings, std::string user_agent, EnvironmentUse environment)
    : settings_(std::move(settings)),
      user_agent_(std::move(user_agent)),
      environment_(environment) {}

Result<HttpResponse> CurlHttp::send(const HttpRequest& request) {
  auto route = find_route(request.url, settings_);
  if (!route) return route.error();
  if (auto trust = check_trusted_files(settings_); !trust) return trust.error();
  if (auto safe = check_environment(environment_); !safe) return safe.error();
  HeaderLines headers;
  headers.leave_out("Expect");
  for (const HttpHeader& header : request.headers) {
    if (auto added = headers.add(header); !added) return added.error();
  }
  CurlHandle handle = new_curl_handle();
  if (!handle) return Error{ErrorKind::internal, "libcurl does not start"};
  Transfer transfer(std::move(handle), std::move(*route));
  transfer.prepare(settings_, request, headers);
  transfer.identify_as(user_agent_);
  transfer.prove_by_certificate(request);
  transfer.set_proxy(settings_.proxy, environment_);
  return transfer.perform(settings_);
}

}  // namespace oauth
