// SPDX-License-Identifier: MIT
#include "oauth/network/server_address.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>

#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

struct UrlDeleter {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
using ParsedUrl = std::unique_ptr<CURLU, UrlDeleter>;

struct Parts {
  std::string scheme, host, port;  // empty: not there
  bool has_credentials = false;
};

Error out_of_memory() { return Error{ErrorKind::internal, "out of memory"}; }

Result<std::string> part(const ParsedUrl& url, CURLUPart which) {
  char* text = nullptr;
  const CURLUcode code = curl_url_get(url.get(), which, &text, 0);
  if (code == CURLUE_OUT_OF_MEMORY) return out_of_memory();
  if (code != CURLUE_OK) return std::string();
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
  return std::string(text);
}

// Returns nothing if `text` is no URL. Errors: memory is short, which says nothing about the URL.
Result<std::optional<Parts>> take_apart(const std::string& text) {
  if (has_control_bytes(text)) return std::optional<Parts>();
  const ParsedUrl url(curl_url());
  if (!url) return out_of_memory();
  const CURLUcode code =
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME);
  if (code == CURLUE_OUT_OF_MEMORY) return out_of_memory();
  if (code != CURLUE_OK) return std::optional<Parts>();
  Parts parts;
  for (const auto& [which, into] :
       {std::pair(CURLUPART_SCHEME, &parts.scheme), std::pair(CURLUPART_HOST, &parts.host),
        std::pair(CURLUPART_PORT, &parts.port)}) {
    Result<std::string> found = part(url, which);
    if (!found) return found.error();
    *into = std::move(*found);
  }
  for (const CURLUPart which : {CURLUPART_USER, CURLUPART_PASSWORD}) {
    const Result<std::string> found = part(url, which);
    if (!found) return found.error();
    if (!found->empty()) parts.has_credentials = true;
  }
  return std::optional<Parts>(std::move(parts));
}

std::string name_of(const Parts& parts) {
  std::string name = parts.host;
  if (!parts.port.empty()) name.append(":").append(parts.port);
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
  const Result<std::optional<Parts>> parsed = take_apart(text);
  if (!parsed) return parsed.error();
  if (!*parsed || (*parsed)->host.empty()) return malformed(text);
  const Parts& parts = **parsed;
  ServerAddress address{name_of(parts), parts.scheme == "http"};
  if (parts.has_credentials) {
    return bad_url("the URL of " + address.name + " holds a user name or password; remove it");
  }
  if (parts.scheme != "https" && !(address.is_plain && is_loopback(parts.host))) {
    return bad_url("the URL of " + address.name + " is not https; secrets may not be sent there");
  }
  return address;
}

Result<std::string> parse_proxy(const std::string& proxy) {
  const bool has_scheme = proxy.find("://") != std::string::npos;
  const Result<std::optional<Parts>> parsed = take_apart(has_scheme ? proxy : "http://" + proxy);
  if (!parsed) return parsed.error();
  if (!*parsed || !is_proxy_scheme((*parsed)->scheme) || (*parsed)->host.empty()) {
    return bad_url(
        "'proxy' is not a proxy's address; write none, http://HOST:PORT or "
        "socks5h://HOST:PORT");
  }
  return name_of(**parsed);
}

}  // namespace oauth
