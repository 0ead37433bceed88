// SPDX-License-Identifier: MIT
#include "oauth/provider_tenant.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

constexpr std::string_view placeholder = "{tenant}";
constexpr std::string_view tenant_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";

bool fill_in(std::string& url, std::string_view tenant) {
  const std::size_t at = url.find(placeholder);
  if (at == url.npos) return false;
  url.replace(at, placeholder.size(), tenant);
  return true;
}

Error mistake(const Provider& provider, std::string_view what) {
  return {ErrorKind::bad_config,
          provider.origin.prefix() + "provider \"" + provider.name + "\" " + std::string(what)};
}

}  // namespace

bool is_tenant(std::string_view text) noexcept {
  return !text.empty() && text.size() <= bounds::max_tenant_bytes && text[0] != '.' &&
         text.find_first_not_of(tenant_characters) == text.npos;
}

Result<Provider> with_tenant(Provider sheet, std::string_view tenant) {
  const bool is_asked_for = !tenant.empty();
  if (is_asked_for && !is_tenant(tenant)) {
    return mistake(sheet, "has no such tenant; give the organisation's domain or id");
  }
  if (is_asked_for) sheet.tenant = std::string(tenant);
  bool has_place = false;
  for (std::string* url : {&sheet.issuer, &sheet.authorization_endpoint, &sheet.token_endpoint,
                           &sheet.revocation_endpoint, &sheet.device_authorization_endpoint,
                           &sheet.registration_endpoint, &sheet.mtls_token_endpoint}) {
    has_place = fill_in(*url, sheet.tenant) || has_place;
  }
  if (has_place && sheet.tenant.empty()) {
    return mistake(sheet, "needs a tenant; name it by --tenant, or in [provider." + sheet.name +
                              "], by the organisation's domain or id");
  }
  if (is_asked_for && !has_place) return mistake(sheet, "has no tenants; leave the tenant out");
  return sheet;
}

std::string tenant_in(const Provider& sheet, std::string_view token_endpoint) {
  const std::string_view pattern = sheet.token_endpoint;
  const std::size_t at = pattern.find(placeholder);
  if (at == pattern.npos) return {};
  const std::string_view tail = pattern.substr(at + placeholder.size());
  if (!starts_with(token_endpoint, pattern.substr(0, at))) return {};
  token_endpoint.remove_prefix(at);
  if (token_endpoint.size() <= tail.size()) return {};
  const std::size_t length = token_endpoint.size() - tail.size();
  if (token_endpoint.substr(length) != tail) return {};
  const std::string_view tenant = token_endpoint.substr(0, length);
  return is_tenant(tenant) ? std::string(tenant) : std::string();
}

}  // namespace oauth
