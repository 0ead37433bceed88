// SPDX-License-Identifier: MIT
#include "tool/configured_client.h"

#include <utility>

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;

Result<void> read_proof(oauth::SecretResolver& secrets, const oauth::ClientSettings& settings,
                        oauth::Client& client) {
  client.key_id = settings.key_id;
  client.assertion_algorithm = settings.assertion_algorithm;
  client.assertion_audience = settings.assertion_audience;
  client.assertion_file = settings.assertion_file;
  if (settings.private_key) {
    Result<oauth::Secret> key = secrets.resolve_whole(*settings.private_key);
    if (!key) return key.error();
    client.key = std::move(*key);
  }
  if (settings.certificate.empty()) return {};
  Result<std::string> certificate =
      secrets.read_public(settings.certificate, settings.origin, "certificate");
  if (!certificate) return certificate.error();
  client.certificate = std::move(*certificate);
  return {};
}

}  // namespace

std::string client_name_of(const oauth::Configuration& configuration, const std::string& client_id,
                           const std::string& provider) {
  for (const auto& [name, client] : configuration.clients) {
    const bool is_of = client.provider.name.empty() || client.provider.name == provider;
    if (is_of && client.client_id == client_id) return name;
  }
  return {};
}

Result<oauth::Client> configured_client(oauth::SecretResolver& secrets, const std::string& name,
                                        const oauth::ClientSettings& settings,
                                        const oauth::Provider& provider) {
  if (settings.client_id.empty()) {
    return Error{ErrorKind::bad_config,
                 settings.origin.prefix() + "[client." + name + "] has no client_id; add it"};
  }
  oauth::Client client;
  client.token_endpoint = provider.token_endpoint;
  client.client_id = settings.client_id;
  client.authentication = oauth::authentication_of(settings, provider);
  client.expires_at = settings.secret_expires_at;
  if (auto proof = read_proof(secrets, settings, client); !proof) return proof.error();
  if (!settings.client_secret) return client;
  oauth::Result<oauth::Secret> secret = secrets.resolve(*settings.client_secret);
  if (!secret) return secret.error();
  client.client_secret = std::move(*secret);
  return client;
}

}  // namespace tool
