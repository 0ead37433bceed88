// SPDX-License-Identifier: MIT
#ifndef OAUTH_PROVIDER_TENANT_H
#define OAUTH_PROVIDER_TENANT_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/provider.h"

/// Microsoft serves each organisation, its tenant, at URLs of its own. A sheet writes them once,
/// with {tenant} in them (never in the host).
namespace oauth {

/// Returns whether `text` may name a tenant: a domain, an id, or a word such as "common". Letters,
/// digits, '.' and '-', at most bounds::max_tenant_bytes: it becomes part of a URL.
bool is_tenant(std::string_view text) noexcept;

/// Returns the provider with its URLs filled in for this tenant; empty: the sheet's own.
/// Errors: bad_config: a tenant was named and the provider has none, or none was and it has no
/// usual one.
Result<Provider> with_tenant(Provider sheet, std::string_view tenant);

/// Returns the tenant that was filled into the sheet's token_endpoint to get this one; empty if it
/// is none of that sheet's.
std::string tenant_in(const Provider& sheet, std::string_view token_endpoint);

}  // namespace oauth

#endif
