// SPDX-License-Identifier: MIT
#include "oauth/config.h"

#include <utility>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

void lay_over(std::string& below, std::string& above) {
  if (!above.empty()) below = std::move(above);
}

void lay_over(Reference& below, Reference& above) {
  if (!above.name.empty()) below = std::move(above);
}

void lay_over(MinValidity& below, MinValidity& above) {
  for (const auto& [service, duration] : above) below[service] = duration;
}

void lay_over(Hooks& below, Hooks& above) {
  lay_over(below.on_needs_person, above.on_needs_person);
  lay_over(below.on_error, above.on_error);
}

void merge(ClientSettings& below, ClientSettings above) {
  lay_over(below.provider, above.provider);
  lay_over(below.tenant, above.tenant);
  lay_over(below.client_id, above.client_id);
  lay_over(below.redirect_uri, above.redirect_uri);
  if (above.client_secret) below.client_secret = std::move(above.client_secret);
  if (above.private_key) below.private_key = std::move(above.private_key);
  lay_over(below.certificate, above.certificate);
  lay_over(below.key_id, above.key_id);
  lay_over(below.assertion_algorithm, above.assertion_algorithm);
  lay_over(below.assertion_audience, above.assertion_audience);
  lay_over(below.assertion_file, above.assertion_file);
  if (above.authentication) below.authentication = above.authentication;
  if (above.secret_expires_at != TimePoint()) below.secret_expires_at = above.secret_expires_at;
  if (below.origin.line == 0) below.origin = std::move(above.origin);
}

void merge(AccountSettings& below, AccountSettings above) {
  lay_over(below.provider, above.provider);
  lay_over(below.client, above.client);
  lay_over(below.tenant, above.tenant);
  lay_over(below.user, above.user);
  lay_over(below.scope, above.scope);
  if (above.grant) below.grant = above.grant;
  lay_over(below.command, above.command);
  lay_over(below.min_validity, above.min_validity);
  if (above.refresh_at_least) below.refresh_at_least = above.refresh_at_least;
  lay_over(below.hooks, above.hooks);
  if (below.origin.line == 0) below.origin = std::move(above.origin);
}

template <class T>
void merge_tables(ByName<T>& below, ByName<T> above) {
  for (auto& [name, table] : above) merge(below[name], std::move(table));
}

std::optional<std::chrono::seconds> duration_in(const MinValidity& table,
                                                std::string_view service) {
  const auto found = table.find(service);
  if (found == table.end()) return std::nullopt;
  return found->second;
}

bool is_of(const ClientSettings& client, const Reference& provider) {
  return provider.name.empty() || client.provider.name.empty() ||
         client.provider.name == provider.name;
}

// Returns [defaults]' client or the only one there is, if it is of that provider.
Reference usual_client(const Configuration& configuration, const Reference& provider) {
  const Reference& usual = configuration.defaults.client;
  const auto found = configuration.clients.find(usual.name);
  if (found != configuration.clients.end() && is_of(found->second, provider)) return usual;
  Reference only;
  for (const auto& [name, client] : configuration.clients) {
    if (!is_of(client, provider)) continue;
    if (!only.name.empty()) return {};
    only = {name, client.origin};
  }
  return only;
}

}  // namespace

void merge(Configuration& below, Configuration above) {
  lay_over(below.defaults.provider, above.defaults.provider);
  lay_over(below.defaults.client, above.defaults.client);
  lay_over(below.defaults.min_validity, above.defaults.min_validity);
  if (above.defaults.refresh_at_least) {
    below.defaults.refresh_at_least = above.defaults.refresh_at_least;
  }
  merge(below.network, std::move(above.network));
  lay_over(below.store_dir, above.store_dir);
  lay_over(below.hooks, above.hooks);
  merge_tables(below.providers, std::move(above.providers));
  merge_tables(below.clients, std::move(above.clients));
  merge_tables(below.accounts, std::move(above.accounts));
}

const AccountSettings* find_account(const Configuration& configuration, std::string_view account) {
  const auto own = configuration.accounts.find(account);
  if (own != configuration.accounts.end()) return &own->second;
  const std::size_t at = account.rfind('@');
  if (at == account.npos) return nullptr;
  const auto pattern = configuration.accounts.find("*" + std::string(account.substr(at)));
  return pattern == configuration.accounts.end() ? nullptr : &pattern->second;
}

std::chrono::seconds min_validity_for(const Configuration& configuration, std::string_view account,
                                      std::string_view service) {
  if (service != "imap" && service != "pop" && service != "smtp") service = "other";
  if (const AccountSettings* own = find_account(configuration, account)) {
    if (const auto duration = duration_in(own->min_validity, service)) return *duration;
  }
  const auto usual = service == "imap" ? bounds::min_validity_imap : bounds::min_validity;
  return duration_in(configuration.defaults.min_validity, service).value_or(usual);
}

std::chrono::seconds refresh_at_least_for(const Configuration& configuration,
                                          std::string_view account) {
  const AccountSettings* own = find_account(configuration, account);
  if (own && own->refresh_at_least) return *own->refresh_at_least;
  return configuration.defaults.refresh_at_least.value_or(bounds::refresh_at_least);
}

Hooks hooks_for(const Configuration& configuration, std::string_view account) {
  Hooks hooks = configuration.hooks;
  if (const AccountSettings* own = find_account(configuration, account)) {
    Hooks above = own->hooks;
    lay_over(hooks, above);
  }
  return hooks;
}

NetworkSettings network_for(const Configuration& configuration, const Provider& provider) {
  return with(with(NetworkSettings(), configuration.network), provider.network);
}

Result<SignInChoice> choose_sign_in(const Configuration& configuration, std::string_view account) {
  SignInChoice choice;
  if (const AccountSettings* own = find_account(configuration, account)) {
    choice = {own->provider, own->client};
  }
  if (choice.client.name.empty()) choice.client = usual_client(configuration, choice.provider);
  const auto client = configuration.clients.find(choice.client.name);
  if (client == configuration.clients.end()) {
    if (choice.provider.name.empty()) choice.provider = configuration.defaults.provider;
    return choice;
  }
  if (!is_of(client->second, choice.provider)) {
    return Error{ErrorKind::bad_config, choice.client.origin.prefix() + "client \"" +
                                            choice.client.name + "\" is of provider \"" +
                                            client->second.provider.name +
                                            "\", but the account is of \"" + choice.provider.name +
                                            "\"; name a client of that provider"};
  }
  if (choice.provider.name.empty()) choice.provider = client->second.provider;
  if (choice.provider.name.empty()) choice.provider = configuration.defaults.provider;
  return choice;
}

std::string tenant_for(const Configuration& configuration, std::string_view account,
                       std::string_view client) {
  const AccountSettings* own = find_account(configuration, account);
  if (own && !own->tenant.empty()) return own->tenant;
  const auto found = configuration.clients.find(client);
  return found == configuration.clients.end() ? std::string() : found->second.tenant;
}

Result<void> check_clients(const Configuration& configuration) {
  std::vector<const Reference*> references = {&configuration.defaults.client};
  for (const auto& each : configuration.accounts) references.push_back(&each.second.client);
  for (const Reference* reference : references) {
    if (reference->name.empty()) continue;
    if (auto client = find_client(configuration, *reference); !client) return client.error();
  }
  return {};
}

Result<const ClientSettings*> find_client(const Configuration& configuration,
                                          const Reference& reference) {
  const auto found = configuration.clients.find(reference.name);
  if (found != configuration.clients.end()) return &found->second;
  std::vector<std::string_view> names;
  for (const auto& each : configuration.clients) names.push_back(each.first);
  const auto meant = nearest(reference.name, names);
  const std::string remedy = meant ? "did you mean \"" + std::string(*meant) + "\"?"
                                   : "describe it in a table [client.NAME]";
  return Error{ErrorKind::bad_config, reference.origin.prefix() + "there is no client \"" +
                                          printable(reference.name, bounds::max_quoted_bytes) +
                                          "\"; " + remedy};
}

ClientAuthentication authentication_of(const ClientSettings& client, const Provider& provider) {
  if (client.authentication) return *client.authentication;
  const bool signs = client.private_key || !client.assertion_file.empty();
  if (signs && !client.client_secret) return ClientAuthentication::private_key_jwt;
  // A public client of a provider whose clients mostly have a secret.
  if (!client.client_secret) return ClientAuthentication::none;
  return provider.client_authentication.value_or(ClientAuthentication::client_secret_post);
}

}  // namespace oauth
