// SPDX-License-Identifier: MIT
#include "oauth/login/redirect_address.h"

#include "oauth/base/text.h"
#include "oauth/wire/url.h"

namespace oauth {

std::string RedirectAddress::uri(std::uint16_t with_port) const {
  const bool is_v6 = host.find(':') != host.npos;
  std::string text = "http://" + (is_v6 ? "[" + host + "]" : host);
  if (with_port != 0) text += ":" + std::to_string(with_port);
  return text + path;
}

std::optional<RedirectAddress> listening_address(std::string_view redirect_uri) {
  if (redirect_uri.empty()) return RedirectAddress();
  const Result<Url> url = parse_url(redirect_uri);
  if (!url || url->scheme != "http" || !is_loopback(url->host)) return std::nullopt;
  RedirectAddress address;
  address.host = url->host;
  address.port = static_cast<std::uint16_t>(parse_integer(url->port).value_or(0));
  address.path = url->path;
  return address;
}

}  // namespace oauth
