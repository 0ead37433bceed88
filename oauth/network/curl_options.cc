// SPDX-License-Identifier: MIT
#include "oauth/network/curl_options.h"

#include <cstdlib>

namespace oauth {
namespace {

// Both, or the built-in folder would go on being trusted beside the given file.
void set_authorities(CurlOptions& options, const NetworkSettings& settings) {
  options.set_path(CURLOPT_CAINFO, settings.ca_file);
  options.set_path(CURLOPT_CAPATH, settings.ca_dir);
  options.set_path(CURLOPT_PROXY_CAINFO, settings.ca_file);
  options.set_path(CURLOPT_PROXY_CAPATH, settings.ca_dir);
}

}  // namespace

void set_limits(CurlOptions& options, const NetworkSettings& settings) {
  options.set_limit(CURLOPT_CONNECTTIMEOUT, settings.connect_timeout);
  options.set_limit(CURLOPT_TIMEOUT, settings.request_timeout);
#if LIBCURL_VERSION_NUM >= 0x075700  // 7.87
  options.try_to_set(CURLOPT_QUICK_EXIT, 1L);
#endif
}

void set_protocol(CurlOptions& options, bool is_plain) {
#if LIBCURL_VERSION_NUM >= 0x075500  // 7.85
  options.set(CURLOPT_PROTOCOLS_STR, is_plain ? "http" : "https");
#else
  options.set(CURLOPT_PROTOCOLS, is_plain ? long{CURLPROTO_HTTP} : long{CURLPROTO_HTTPS});
#endif
  // One request a connection gains nothing by HTTP/2, and frames without end that carry nothing
  // keep libcurl (7.88) reading beyond its time limit.
  options.set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  options.set(CURLOPT_FOLLOWLOCATION, 0L);
  options.set(CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
}

void set_trust(CurlOptions& options, const NetworkSettings& settings) {
  options.set(CURLOPT_SSL_VERIFYPEER, 1L);
  options.set(CURLOPT_SSL_VERIFYHOST, 2L);
  options.set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  options.set(CURLOPT_PROXY_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  if (settings.ca_file.empty() && settings.ca_dir.empty()) return;
  set_authorities(options, settings);
}

void set_kept_trust(CurlOptions& options, const std::string& pem) {
#if LIBCURL_VERSION_NUM >= 0x074d00  // 7.77
  curl_blob blob = {const_cast<char*>(pem.data()), pem.size(), CURL_BLOB_NOCOPY};
  set_authorities(options, NetworkSettings());
  options.set(CURLOPT_CAINFO_BLOB, &blob);
  options.set(CURLOPT_PROXY_CAINFO_BLOB, &blob);
#else
  static_cast<void>(options);
  static_cast<void>(pem);
#endif
}

// The key's pass phrase is empty: else OpenSSL would ask for it on the host's terminal.
void set_certificate(CurlOptions& options, ClientBlobs& blobs) {
  options.set(CURLOPT_SSLCERTTYPE, "PEM");
  options.set(CURLOPT_SSLCERT_BLOB, &blobs.certificate);
  options.set(CURLOPT_SSLKEYTYPE, "PEM");
  options.set(CURLOPT_SSLKEY_BLOB, &blobs.key);
  options.set(CURLOPT_KEYPASSWD, "");
}

void set_request(CurlOptions& options, const HttpRequest& request, curl_slist* headers) {
  options.set(CURLOPT_URL, request.url.c_str());
  options.set(CURLOPT_HTTPHEADER, headers);
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

}  // namespace oauth
