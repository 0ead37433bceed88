// SPDX-License-Identifier: MIT
#include "tool/client_correction.h"

#include <memory>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/grant/client_copy.h"
#include "oauth/provider_tenant.h"
#include "tool/configured_client.h"
#include "tool/signals_held.h"

namespace tool {
namespace {

using oauth::Client;
using oauth::Result;

void put_in(oauth::Record& record, const Client& client) {
  std::string scope = std::move(record.client.scope);
  record.client = oauth::copy_of(client);
  record.client.scope = std::move(scope);
  if (record.verdict && record.verdict->kind != oauth::ErrorKind::consent_needed) {
    record.verdict.reset();
  }
}

}  // namespace

Result<std::optional<Client>> corrected_client(const oauth::Configuration& configuration,
                                               oauth::ConfigLoader& loader,
                                               oauth::SecretResolver& secrets,
                                               const oauth::Record& record) {
  if (record.provider.empty()) return std::optional<Client>();  // whose client, nobody can tell
  // A service account has none; a user's record has his pattern's.
  const bool has_own = !record.client.client_id.empty() && record.derived_from.empty();
  if (!has_own) return std::optional<Client>();
  const std::string name = client_name_of(configuration, record.client.client_id, record.provider);
  if (name.empty()) return std::optional<Client>();
  // A server that was found at the sign-in is described nowhere.
  if (record.provider.find("://") != std::string::npos) return std::optional<Client>();
  auto sheet = loader.sheet(configuration, oauth::Reference{record.provider, {}});
  if (!sheet) return sheet.error();
  std::string tenant = oauth::tenant_for(configuration, record.account, name);
  if (tenant.empty()) tenant = oauth::tenant_in(*sheet, record.client.token_endpoint);
  auto provider = oauth::with_tenant(std::move(*sheet), tenant);
  if (!provider) return provider.error();
  if (auto checked = oauth::check(*provider); !checked) return checked.error();
  if (provider->token_endpoint.empty()) provider->token_endpoint = record.client.token_endpoint;
  Result<Client> client =
      configured_client(secrets, name, configuration.clients.find(name)->second, *provider);
  if (!client) return client.error();
  if (oauth::is_same_client(*client, record.client)) return std::optional<Client>();
  return std::optional<Client>(std::move(*client));
}

Result<void> correct_client(oauth::TokenStore& store, const std::string& account,
                            const Client& client) {
  const auto lease = store.lock(account, oauth::bounds::lock_timeout);
  if (!lease) return lease.error();
  Result<oauth::Record> record = store.load(account);
  if (!record) return record.error();
  // Somebody may have signed in anew, with another client, since we looked.
  if (record->client.client_id != client.client_id) return {};
  put_in(*record, client);
  const SignalsHeld held;
  return store.save(**lease, *record, oauth::SaveMode::replace);
}

}  // namespace tool
