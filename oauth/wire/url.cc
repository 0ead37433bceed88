// SPDX-License-Identifier: MIT
#include "oauth/wire/url.h"

#include <algorithm>

#include "oauth/base/text.h"

namespace oauth {
namespace {

Error wrong(const char* what) { return Error{ErrorKind::bad_config, what}; }

bool is_port(std::string_view text) {
  const auto number = parse_integer(text);
  return number && *number >= 1 && *number <= 65535 && text[0] != '0';
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

// authority = host [ ":" port ], where host may be "[" IPv6address "]" (RFC 3986 section 3.2)
Result<void> parse_authority(std::string_view authority, Url& url) {
  std::size_t end = authority.find(':');
  if (starts_with(authority, "[")) {
    const std::size_t bracket = authority.find(']');
    if (bracket == std::string_view::npos) return wrong("has an unclosed '[' in its host");
    url.host = ascii_lower(authority.substr(1, bracket - 1));
    if (url.host.find_first_not_of("0123456789abcdef:.") != std::string::npos || url.host.empty()) {
      return wrong("has a malformed IPv6 address");
    }
    end = bracket + 1;
  } else {
    url.host = ascii_lower(authority.substr(0, end));
    if (url.host.empty()) return wrong("has no host");
    if (!std::all_of(url.host.begin(), url.host.end(), is_host_character)) {
      return wrong("has a malformed host");
    }
  }
  if (end >= authority.size()) return {};
  if (authority[end] != ':') return wrong("has a malformed host");
  url.port = std::string(authority.substr(end + 1));
  if (!is_port(url.port)) return wrong("has a malformed port");
  return {};
}

// Nothing but a whole IPv4 address: "127.1.1" or "127.0.0.300" may be asked of a name server.
bool is_in_127(std::string_view host) {
  int octets = 0;
  for (bool is_last = false; !is_last; ++octets) {
    const std::string_view octet = host.substr(0, host.find('.'));
    const auto number = parse_integer(octet);
    if (!number || *number < 0 || *number > 255 || octet.size() > 3) return false;
    if (octets == 0 && octet != "127") return false;
    is_last = octet.size() == host.size();
    host.remove_prefix(std::min(octet.size() + 1, host.size()));
  }
  return octets == 4;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  if (has_control_bytes(text)) return wrong("has a control character in it");
  if (text.find(' ') != text.npos) return wrong("has a blank in it");
  const std::size_t colon = text.find("://");
  if (colon == text.npos || colon == 0) return wrong("does not begin with https://");
  Url url;
  url.scheme = ascii_lower(text.substr(0, colon));
  if (url.scheme != "https" && url.scheme != "http") return wrong("does not begin with https://");
  text.remove_prefix(colon + 3);
  text = text.substr(0, text.find('#'));
  const std::string_view authority = text.substr(0, text.find_first_of("/?"));
  if (authority.find('@') != authority.npos) return wrong("has a user name in it");
  if (auto parsed = parse_authority(authority, url); !parsed) return parsed.error();
  text.remove_prefix(authority.size());
  url.path = std::string(text.substr(0, text.find('?')));
  if (url.path.size() < text.size()) url.query = std::string(text.substr(url.path.size() + 1));
  return url;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || is_in_127(host);
}

Result<void> check_endpoint(std::string_view text, PlainHttp plain_http) {
  const Result<Url> url = parse_url(text);
  if (!url) return url.error();
  if (url->scheme == "https") return {};
  if (plain_http == PlainHttp::to_loopback && is_loopback(url->host)) return {};
  return wrong("is not https");
}

bool is_redirect_uri(std::string_view text) {
  return is_visible_ascii(text) && text.find('#') == text.npos &&
         check_endpoint(text, PlainHttp::to_loopback);
}

}  // namespace oauth
