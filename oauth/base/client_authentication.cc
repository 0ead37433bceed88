// SPDX-License-Identifier: MIT
#include "oauth/base/client_authentication.h"

namespace oauth {
namespace {

constexpr const char* names[] = {"none",
                                 "client_secret_post",
                                 "client_secret_basic",
                                 "private_key_jwt",
                                 "tls_client_auth",
                                 "self_signed_tls_client_auth"};

}  // namespace

const char* client_authentication_name(ClientAuthentication method) noexcept {
  return names[static_cast<int>(method)];
}

bool is_mutual_tls(ClientAuthentication method) noexcept {
  return method == ClientAuthentication::tls_client_auth ||
         method == ClientAuthentication::self_signed_tls_client_auth;
}

std::optional<ClientAuthentication> client_authentication_from(std::string_view name) noexcept {
  for (int i = 0; i < static_cast<int>(sizeof names / sizeof names[0]); ++i) {
    if (name == names[i]) return static_cast<ClientAuthentication>(i);
  }
  return std::nullopt;
}

}  // namespace oauth
