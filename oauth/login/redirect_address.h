// SPDX-License-Identifier: MIT
#ifndef OAUTH_LOGIN_REDIRECT_ADDRESS_H
#define OAUTH_LOGIN_REDIRECT_ADDRESS_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oauth {

/// Where the browser comes home on this machine (RFC 8252 section 7.3).
struct RedirectAddress {
  std::string host = "127.0.0.1";  // or "::1" or "localhost"
  std::uint16_t port = 0;          // 0: any that is free
  std::string path = "/";          // as the client has it registered; may be empty

  /// Returns the redirect URI with this port; without one if it is 0.
  std::string uri(std::uint16_t with_port) const;
};

/// Returns the address to listen at for a redirect URI that a provider or client names; nothing if
/// it leads to another machine, so that what comes back must be pasted. An empty one is the usual
/// address.
std::optional<RedirectAddress> listening_address(std::string_view redirect_uri);

}  // namespace oauth

#endif
