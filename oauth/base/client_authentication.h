// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_CLIENT_AUTHENTICATION_H
#define OAUTH_BASE_CLIENT_AUTHENTICATION_H

#include <optional>
#include <string_view>

namespace oauth {

/// How a client proves itself at the token endpoint, by the names of RFC 8414 section 2.
enum class ClientAuthentication {
  none,
  client_secret_post,
  client_secret_basic,
  private_key_jwt,             // RFC 7523 section 2.2
  tls_client_auth,             // RFC 8705 section 2.1
  self_signed_tls_client_auth  // RFC 8705 section 2.2
};

/// Returns the method's name as in RFC 8414 ("client_secret_post").
const char* client_authentication_name(ClientAuthentication method) noexcept;
/// Returns whether the method is one of those that prove the client by a certificate under TLS.
bool is_mutual_tls(ClientAuthentication method) noexcept;
/// Returns the method of that name, or nothing.
std::optional<ClientAuthentication> client_authentication_from(std::string_view name) noexcept;

}  // namespace oauth

#endif
