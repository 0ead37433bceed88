// SPDX-License-Identifier: MIT
#ifndef OAUTH_MACHINE_GRANT_H
#define OAUTH_MACHINE_GRANT_H

#include <optional>
#include <string_view>

#include "oauth/port/record.h"

namespace oauth {

/// Returns the grant as people write it: "client_credentials", "jwt_bearer", "command".
const char* grant_name(GrantType grant) noexcept;
/// Returns the grant of that name, one that no person signs in; or nothing.
std::optional<GrantType> machine_grant_from(std::string_view name) noexcept;

}  // namespace oauth

#endif
