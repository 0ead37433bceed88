// SPDX-License-Identifier: MIT
#ifndef OAUTH_CONFIG_H
#define OAUTH_CONFIG_H

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/provider.h"
#include "oauth/secret_reference.h"

/// What people write down: config_reader.h has the file's format, config_loader.h which files.
namespace oauth {

/// How long a token must still be good at a login, by service: "imap", "pop", "smtp" or "other".
using MinValidity = std::map<std::string, std::chrono::seconds, std::less<>>;

/// Commands for /bin/sh that tell a person, in [hooks] or an account's table. Run by the tool
/// alone.
struct Hooks {
  std::string on_needs_person;
  std::string on_error;
};

/// The [defaults] table.
struct DefaultSettings {
  Reference provider;
  Reference client;
  MinValidity min_validity;
  std::optional<std::chrono::seconds> refresh_at_least;
};

/// A [client.NAME] table: who we are to a provider.
struct ClientSettings {
  Reference provider;
  std::string tenant;
  std::string client_id;
  std::optional<SecretReference> client_secret;
  std::optional<SecretReference> private_key;  // PEM, whole
  std::string certificate;                     // path of a PEM file
  std::string key_id;
  std::string assertion_algorithm;  // RS256, PS256 or ES256
  std::string assertion_audience;
  std::string assertion_file;  // path
  std::optional<ClientAuthentication> authentication;
  std::string redirect_uri;       // empty: as the provider has it
  TimePoint secret_expires_at{};  // epoch: unknown
  Origin origin;
};

/// An [account."ADDRESS"] table; "*@DOMAIN" speaks for each account there that has none itself.
struct AccountSettings {
  Reference provider;
  Reference client;
  std::string tenant;
  std::string user;
  std::string scope;
  std::optional<GrantType> grant;  // of an account that no person signs in
  std::string command;             // of the grant `command`
  MinValidity min_validity;
  std::optional<std::chrono::seconds> refresh_at_least;
  Hooks hooks;
  Origin origin;
};

template <class T>
using ByName = std::map<std::string, T, std::less<>>;

struct Configuration {
  DefaultSettings defaults;
  NetworkOverrides network;
  std::string store_dir;  // empty: the usual place
  Hooks hooks;
  ByName<Provider> providers;
  ByName<ClientSettings> clients;
  ByName<AccountSettings> accounts;
};

/// Lays `above` (a person's file) over `below` (the system's), setting by setting.
void merge(Configuration& below, Configuration above);

/// Returns what the configuration says of this account: its own table, else its domain's, or NULL.
const AccountSettings* find_account(const Configuration& configuration, std::string_view account);

/// Returns how long a token must still be good: as the account's table says for the service, else
/// [defaults], else bounds::min_validity_imap or bounds::min_validity. A service that is none of
/// imap, pop and smtp is "other".
std::chrono::seconds min_validity_for(const Configuration& configuration, std::string_view account,
                                      std::string_view service);

/// Returns how long an account may go without a refresh: as its table says, else [defaults], else
/// bounds::refresh_at_least.
std::chrono::seconds refresh_at_least_for(const Configuration& configuration,
                                          std::string_view account);

/// Returns the hooks for an account: its own table's, each over that of [hooks].
Hooks hooks_for(const Configuration& configuration, std::string_view account);

/// Returns the network settings for this provider: its own over [network] over the defaults.
NetworkSettings network_for(const Configuration& configuration, const Provider& provider);

/// What an account signs in with. An empty name: the configuration does not say.
struct SignInChoice {
  Reference provider;
  Reference client;
};

/// Returns the provider and client for the account. The client: the account's, else [defaults]',
/// else the only one there is, as long as it is of the account's provider. The provider: the
/// account's, else the client's, else [defaults]'.
/// Errors: bad_config (the account's client is of another provider than the account).
Result<SignInChoice> choose_sign_in(const Configuration& configuration, std::string_view account);

/// Returns the tenant that the configuration names for the account, else for the client of that
/// name; empty: neither.
std::string tenant_for(const Configuration& configuration, std::string_view account,
                       std::string_view client);

/// Returns whether each client that is referred to exists. Errors: bad_config.
Result<void> check_clients(const Configuration& configuration);

/// Returns the client, by the name a configuration or a person gave. Errors: bad_config.
Result<const ClientSettings*> find_client(const Configuration& configuration,
                                          const Reference& reference);

/// Returns how the client proves itself: as its table says, else by private_key_jwt if it has a
/// private_key or an assertion_file and no secret, else not at all if it has no secret, else as its
/// provider says, else by client_secret_post.
ClientAuthentication authentication_of(const ClientSettings& client, const Provider& provider);

}  // namespace oauth

#endif
