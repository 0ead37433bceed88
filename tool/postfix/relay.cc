// SPDX-License-Identifier: MIT
#include "tool/postfix/relay.h"

#include <algorithm>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace tool {
namespace {

constexpr std::uint16_t port_with_tls = 465;
constexpr std::size_t max_host_bytes = 253;  // RFC 1035 section 2.3.4, without the last dot

oauth::Error no_relay(std::string_view text) {
  return {oauth::ErrorKind::bad_config, oauth::printable(text, oauth::bounds::max_quoted_bytes) +
                                            " is no mail server; name it as in smtp.gmail.com, "
                                            "smtp.gmail.com:465 or [smtp.gmail.com]:587"};
}

// What goes into main.cf and the map, where a blank, a '$' or a comma would mean something else.
bool is_host(std::string_view host) {
  const auto belongs = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == ':';
  };
  return !host.empty() && host.size() <= max_host_bytes && host[0] != '-' &&
         std::all_of(host.begin(), host.end(), belongs);
}

}  // namespace

std::string Relay::nexthop() const { return "[" + host + "]:" + std::to_string(port); }

oauth::Result<Relay> parse_relay(std::string_view text) {
  std::string_view host = text;
  std::string_view port;
  if (oauth::starts_with(text, "[")) {
    const std::size_t end = text.find(']');
    if (end == text.npos) return no_relay(text);
    host = text.substr(1, end - 1);
    port = text.substr(end + 1);
    if (!port.empty() && port[0] != ':') return no_relay(text);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    host = text.substr(0, text.find(':'));
    port = text.substr(host.size());
  }
  Relay relay;
  if (!port.empty()) {
    const auto number = oauth::parse_integer(port.substr(1));
    if (!number || *number < 1 || *number > 65535) return no_relay(text);
    relay.port = static_cast<std::uint16_t>(*number);
  }
  if (!is_host(host)) return no_relay(text);
  relay.host = host;
  relay.begins_with_tls = relay.port == port_with_tls;
  return relay;
}

}  // namespace tool
