// SPDX-License-Identifier: MIT
#include "oauth/config_reader.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/signing_algorithm.h"
#include "oauth/base/text.h"
#include "oauth/machine_grant.h"
#include "oauth/provider_reader.h"
#include "oauth/schema.h"
#include "oauth/toml.h"

namespace oauth {
namespace {

using std::chrono::seconds;

Result<void> read_service(const Setting& setting, MinValidity& all) {
  return put(setting.duration(seconds(0), bounds::longest_min_validity), all[setting.key()]);
}

constexpr Field<MinValidity> min_validity_fields[] = {
    {"imap", read_service}, {"pop", read_service}, {"smtp", read_service}, {"other", read_service}};

Result<std::optional<seconds>> refresh_at_least(const Setting& setting) {
  auto duration =
      setting.duration(bounds::shortest_refresh_at_least, bounds::longest_refresh_at_least);
  if (!duration) return duration.error();
  return std::optional<seconds>(*duration);
}

constexpr Field<Hooks> hook_fields[] = {
    {"on_needs_person",
     [](const Setting& s, Hooks& h) { return put(s.text(), h.on_needs_person); }},
    {"on_error", [](const Setting& s, Hooks& h) { return put(s.text(), h.on_error); }}};

constexpr Field<DefaultSettings> default_fields[] = {
    {"provider",
     [](const Setting& s, DefaultSettings& d) { return put(s.reference(), d.provider); }},
    {"client", [](const Setting& s, DefaultSettings& d) { return put(s.reference(), d.client); }},
    {"min_validity",
     [](const Setting& s, DefaultSettings& d) {
       return read_table(s, by_fields<MinValidity, min_validity_fields>, d.min_validity);
     }},
    {"refresh_at_least", [](const Setting& s, DefaultSettings& d) {
       return put(refresh_at_least(s), d.refresh_at_least);
     }}};

constexpr Field<Configuration> store_fields[] = {
    {"dir", [](const Setting& s, Configuration& c) { return put(s.path(), c.store_dir); }}};

// A key has lines, and a TOML text of ours has none.
Result<SecretReference> key_of(const Setting& setting) {
  auto reference = setting.secret();
  if (!reference || reference->kind != SecretReference::Kind::literal) return reference;
  return setting.mistake("is no place to read a key from; write \"file:/PATH\"");
}

Result<std::string> algorithm_of(const Setting& setting) {
  auto name = setting.text();
  if (!name || signing_algorithm_from(*name)) return name;
  return setting.mistake("is no algorithm we sign with; write RS256, PS256 or ES256");
}

Result<GrantType> grant_of(const Setting& setting) {
  const auto name = setting.text();
  if (!name) return name.error();
  if (const auto grant = machine_grant_from(*name)) return *grant;
  return setting.mistake("is no grant; write client_credentials, jwt_bearer or command");
}

constexpr Field<ClientSettings> client_fields[] = {
    {"provider",
     [](const Setting& s, ClientSettings& c) { return put(s.reference(), c.provider); }},
    {"tenant", [](const Setting& s, ClientSettings& c) { return put(read_tenant(s), c.tenant); }},
    {"client_id", [](const Setting& s, ClientSettings& c) { return put(s.text(), c.client_id); }},
    {"redirect_uri",
     [](const Setting& s, ClientSettings& c) { return put(s.redirect_uri(), c.redirect_uri); }},
    {"client_secret",
     [](const Setting& s, ClientSettings& c) { return put(s.secret(), c.client_secret); }},
    {"private_key",
     [](const Setting& s, ClientSettings& c) { return put(key_of(s), c.private_key); }},
    {"certificate",
     [](const Setting& s, ClientSettings& c) { return put(s.path(), c.certificate); }},
    {"key_id", [](const Setting& s, ClientSettings& c) { return put(s.text(), c.key_id); }},
    {"assertion_algorithm",
     [](const Setting& s, ClientSettings& c) {
       return put(algorithm_of(s), c.assertion_algorithm);
     }},
    {"assertion_audience",
     [](const Setting& s, ClientSettings& c) { return put(s.text(), c.assertion_audience); }},
    {"assertion_file",
     [](const Setting& s, ClientSettings& c) { return put(s.path(), c.assertion_file); }},
    {"client_secret_expires",
     [](const Setting& s, ClientSettings& c) { return put(s.day(), c.secret_expires_at); }},
    {"token_endpoint_auth_method", [](const Setting& s, ClientSettings& c) {
       return put(read_client_authentication(s), c.authentication);
     }}};

constexpr Field<AccountSettings> account_fields[] = {
    {"provider",
     [](const Setting& s, AccountSettings& a) { return put(s.reference(), a.provider); }},
    {"client", [](const Setting& s, AccountSettings& a) { return put(s.reference(), a.client); }},
    {"tenant", [](const Setting& s, AccountSettings& a) { return put(read_tenant(s), a.tenant); }},
    {"user", [](const Setting& s, AccountSettings& a) { return put(s.text(), a.user); }},
    {"scope", [](const Setting& s, AccountSettings& a) { return put(s.text(), a.scope); }},
    {"grant", [](const Setting& s, AccountSettings& a) { return put(grant_of(s), a.grant); }},
    {"command", [](const Setting& s, AccountSettings& a) { return put(s.text(), a.command); }},
    {"min_validity",
     [](const Setting& s, AccountSettings& a) {
       return read_table(s, by_fields<MinValidity, min_validity_fields>, a.min_validity);
     }},
    {"refresh_at_least",
     [](const Setting& s, AccountSettings& a) {
       return put(refresh_at_least(s), a.refresh_at_least);
     }},
    {"on_needs_person",
     [](const Setting& s, AccountSettings& a) { return put(s.text(), a.hooks.on_needs_person); }},
    {"on_error",
     [](const Setting& s, AccountSettings& a) { return put(s.text(), a.hooks.on_error); }}};

bool is_account_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= bounds::max_user_bytes && !has_control_bytes(name);
}

struct NameRule {
  bool (*allows)(std::string_view) noexcept;
  std::string_view remedy;
};

constexpr NameRule config_names = {is_config_name,
                                   "use letters, digits, '.', '_' and '-', at most 64"};
constexpr NameRule account_names = {is_account_name, "use a mail address, or \"*@DOMAIN\""};

// Reads a table of tables: [client.ONE], [client.TWO].
template <class T>
Result<void> read_named(const Setting& setting, const NameRule& rule, SettingReader<T> read,
                        ByName<T>& all) {
  auto scope = scope_of(setting);
  if (!scope) return scope.error();
  for (const TomlValue& value : scope->table.members) {
    const Setting named(value, *scope);
    if (!rule.allows(value.key)) {
      const std::string what = sublabel(scope->label, value.key) + " has no possible name; ";
      return scope->mistake(value.line, what + std::string(rule.remedy));
    }
    T& target = all[value.key];
    target.origin = named.origin();
    if (auto done = read_table(named, read, target); !done) return done;
  }
  return {};
}

Result<void> read_providers(const Setting& setting, Configuration& configuration) {
  auto read = read_named(setting, config_names, read_provider_setting, configuration.providers);
  for (auto& [name, provider] : configuration.providers) provider.name = name;
  return read;
}

Result<void> read_clients(const Setting& setting, Configuration& configuration) {
  return read_named(setting, config_names, by_fields<ClientSettings, client_fields>,
                    configuration.clients);
}

Result<void> read_accounts(const Setting& setting, Configuration& configuration) {
  return read_named(setting, account_names, by_fields<AccountSettings, account_fields>,
                    configuration.accounts);
}

constexpr Field<Configuration> configuration_fields[] = {
    {"defaults",
     [](const Setting& s, Configuration& c) {
       return read_table(s, by_fields<DefaultSettings, default_fields>, c.defaults);
     }},
    {"network", [](const Setting& s,
                   Configuration& c) { return read_table(s, read_network_setting, c.network); }},
    {"store",
     [](const Setting& s, Configuration& c) {
       return read_table(s, by_fields<Configuration, store_fields>, c);
     }},
    {"hooks",
     [](const Setting& s, Configuration& c) {
       return read_table(s, by_fields<Hooks, hook_fields>, c.hooks);
     }},
    {"provider", read_providers},
    {"client", read_clients},
    {"account", read_accounts}};

}  // namespace

Result<Configuration> parse_configuration(std::string_view text, const std::string& file,
                                          SourceTrust trust) {
  auto document = parse_toml(text, file);
  if (!document) return document.error();
  Configuration configuration;
  const SettingScope scope{*document, "", file, trust};
  auto read = read_settings(scope, by_fields<Configuration, configuration_fields>, configuration);
  if (!read) return read.error();
  return configuration;
}

}  // namespace oauth
