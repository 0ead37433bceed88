// SPDX-License-Identifier: MIT
#include "oauth/machine_grant.h"

namespace oauth {

const char* grant_name(GrantType grant) noexcept {
  switch (grant) {
    case GrantType::client_credentials:
      return "client_credentials";
    case GrantType::jwt_bearer:
      return "jwt_bearer";
    case GrantType::command:
      return "command";
    case GrantType::refresh_token:
      break;
  }
  return "refresh_token";
}

std::optional<GrantType> machine_grant_from(std::string_view name) noexcept {
  for (const GrantType grant :
       {GrantType::client_credentials, GrantType::jwt_bearer, GrantType::command}) {
    if (name == grant_name(grant)) return grant;
  }
  return std::nullopt;
}

}  // namespace oauth
