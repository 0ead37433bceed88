// SPDX-License-Identifier: MIT
#include "oauth/network/server_address.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>

#include <array>
#include <memory>
#include <string_view>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

struct UrlDeleter {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
using ParsedUrl = std::unique_ptr<CURLU, UrlDeleter>;

constexpr unsigned any_scheme = CURLU_NON_SUPPORT_SCHEME;

// Returns nothing if `text` is no URL.
ParsedUrl parse(const std::string& text) {
  ParsedUrl url(curl_url());
  if (!url || has_control_bytes(text)) return nullptr;
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), any_scheme) != CURLUE_OK) return nullptr;
  return url;
}

// Returns an empty string for a part that is not there.
std::string part(const ParsedUrl& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return {};
  std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
  return text;
}

std::string name_of(const ParsedUrl& url) {
  std::string name = part(url, CURLUPART_HOST);
  const std::string port = part(url, CURLUPART_PORT);
  if (!port.empty()) name.append(":").append(port);
  return printable(name, bounds::max_quoted_bytes);
}

bool is_loopback(const std::string& host) {
  in_addr v4{};
  if (::inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  return host == "[::1]" || equals_ignoring_case(host, "localhost");
}

Error bad_url(const std::string& what) { return Error{ErrorKind::bad_config, what}; }

// What may be shown of a URL that cannot be taken apart: nothing that may be a password or a query.
Error malformed(const std::string& url) {
  const std::string shown = url.substr(0, url.find_first_of("?#"));
  const bool may_hold_password = shown.find('@') != std::string::npos;
  return bad_url("malformed URL" +
                 (may_hold_password ? std::string()
                                    : " '" + printable(shown, bounds::max_quoted_bytes) + "'") +
                 "; correct the provider's endpoints");
}

bool is_proxy_scheme(const std::string& scheme) {
  constexpr std::array<std::string_view, 6> known{"http",    "https",  "socks4",
                                                  "socks4a", "socks5", "socks5h"};
  for (std::string_view one : known) {
    if (equals_ignoring_case(scheme, one)) return true;
  }
  return false;
}

}  // namespace

Result<ServerAddress> parse_server_url(const std::string& text) {
  const ParsedUrl url = parse(text);
  if (!url) return malformed(text);
  const std::string host = part(url, CURLUPART_HOST);
  const std::string scheme = part(url, CURLUPART_SCHEME);
  if (host.empty()) return malformed(text);
  ServerAddress address{name_of(url), scheme == "http"};
  if (!part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty()) {
    return bad_url("the URL of " + address.name + " holds a user name or password; remove it");
  }
  if (scheme != "https" && !(address.is_plain && is_loopback(host))) {
    return bad_url("the URL of " + address.name + " is not https; secrets may not be sent there");
  }
  return address;
}

Result<std::string> parse_proxy(const std::string& proxy) {
  const bool has_scheme = proxy.find("://") != std::string::npos;
  const ParsedUrl url = parse(has_scheme ? proxy : "http://" + proxy);
  if (!url || !is_proxy_scheme(part(url, CURLUPART_SCHEME)) || part(url, CURLUPART_HOST).empty()) {
    return bad_url(
        "'proxy' is not a proxy's address; write none, http://HOST:PORT or "
        "socks5h://HOST:PORT");
  }
  return name_of(url);
}

}  // namespace oauth
