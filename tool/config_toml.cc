// SPDX-License-Identifier: MIT
#include "tool/config_toml.h"

#include <cstdio>
#include <string_view>

#include "oauth/base/client_authentication.h"
#include "oauth/machine_grant.h"

namespace tool {
namespace {

constexpr std::string_view masked = "********";

// A basic string (https://toml.io/en/v1.0.0#string).
std::string in_quotes(std::string_view text) {
  std::string toml = "\"";
  for (char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      toml += {'\\', c};
    } else if (octet < 0x20 || octet == 0x7f) {
      char escape[8];
      snprintf(escape, sizeof escape, "\\u%04X", octet);
      toml += escape;
    } else {
      toml += c;
    }
  }
  return toml += '"';
}

std::string in_units(std::chrono::seconds duration) {
  const long long count = duration.count();
  if (count > 86400 && count % 86400 == 0) return std::to_string(count / 86400) + "d";
  if (count != 0 && count % 3600 == 0) return std::to_string(count / 3600) + "h";
  if (count != 0 && count % 60 == 0) return std::to_string(count / 60) + "m";
  return std::to_string(count) + "s";
}

/// The text that grows; a table's header is written with its first line.
class Writer {
 public:
  void table(std::string header) { header_ = std::move(header); }

  void raw(std::string_view key, std::string_view value) {
    if (!header_.empty()) {
      text_.append(text_.empty() ? "" : "\n").append(header_).append("\n");
      header_.clear();
    }
    text_.append(key).append(" = ").append(value).append("\n");
  }
  void text(std::string_view key, std::string_view value) {
    if (!value.empty()) raw(key, in_quotes(value));
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::string header_;
};

std::string inline_table(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string toml = "{";
  for (const auto& [key, value] : members) {
    toml += (toml.size() == 1 ? " " : ", ") + key + " = " + in_quotes(value);
  }
  return toml + " }";
}

void write(Writer& writer, const oauth::MinValidity& min_validity) {
  std::vector<std::pair<std::string, std::string>> members;
  for (const auto& [service, duration] : min_validity) {
    members.emplace_back(service, in_units(duration));
  }
  if (!members.empty()) writer.raw("min_validity", inline_table(members));
}

void write(Writer& writer, const std::optional<oauth::seconds>& refresh_at_least) {
  if (refresh_at_least) writer.text("refresh_at_least", in_units(*refresh_at_least));
}

void write(Writer& writer, const oauth::Hooks& hooks) {
  writer.text("on_needs_person", hooks.on_needs_person);
  writer.text("on_error", hooks.on_error);
}

void write(Writer& writer, const oauth::NetworkOverrides& network) {
  writer.text("proxy", network.proxy.value_or(""));
  writer.text("ca_file", network.ca_file.value_or(""));
  writer.text("ca_dir", network.ca_dir.value_or(""));
  if (network.connect_timeout) writer.text("connect_timeout", in_units(*network.connect_timeout));
  if (network.request_timeout) writer.text("request_timeout", in_units(*network.request_timeout));
}

void add_server(std::vector<std::pair<std::string, std::string>>& members, const char* service,
                const std::optional<oauth::MailServer>& server) {
  if (server) members.emplace_back(service, text_of(*server));
}

void write_servers(Writer& writer, const oauth::Provider& provider) {
  std::vector<std::pair<std::string, std::string>> members;
  add_server(members, "imap", provider.imap);
  add_server(members, "pop", provider.pop);
  add_server(members, "smtp", provider.smtp);
  if (!members.empty()) writer.raw("servers", inline_table(members));
}

void write_list(Writer& writer, const char* key, const std::vector<std::string>& items) {
  std::string list;
  for (const std::string& item : items) list += (list.empty() ? "[" : ", ") + in_quotes(item);
  if (!list.empty()) writer.raw(key, list + "]");
}

void write_flag(Writer& writer, const char* key, const std::optional<bool>& flag) {
  if (flag) writer.raw(key, *flag ? "true" : "false");
}

void write_limit(Writer& writer, const char* key,
                 const std::optional<std::chrono::seconds>& limit) {
  if (limit) writer.text(key, in_units(*limit));
}

void write(Writer& writer, const oauth::Provider& provider) {
  writer.table("[provider." + in_quotes(provider.name) + "]");
  writer.text("about", provider.about);
  writer.text("based_on", provider.based_on.name);
  writer.text("tenant", provider.tenant);
  writer.text("issuer", provider.issuer);
  writer.text("authorization_endpoint", provider.authorization_endpoint);
  writer.text("token_endpoint", provider.token_endpoint);
  writer.text("revocation_endpoint", provider.revocation_endpoint);
  writer.text("revocation_page", provider.revocation_page);
  writer.text("device_authorization_endpoint", provider.device_authorization_endpoint);
  writer.text("registration_endpoint", provider.registration_endpoint);
  writer.text("mtls_token_endpoint", provider.mtls_token_endpoint);
  if (provider.client_authentication) {
    writer.text("token_endpoint_auth_method",
                client_authentication_name(*provider.client_authentication));
  }
  writer.text("redirect_uri", provider.redirect_uri);
  write_flag(writer, "authorization_response_iss_parameter_supported", provider.names_its_issuer);
  writer.text("scope", provider.scope);
  writer.text("application_scope", provider.application_scope);
  write_list(writer, "mechanisms", provider.mechanisms);
  write_limit(writer, "refresh_token_idle_limit", provider.refresh_token_idle_limit);
  write_limit(writer, "testing_grant_limit", provider.testing_grant_limit);
  write_list(writer, "domains", provider.domains);
  writer.text("setup", provider.setup);
  write_flag(writer, "dpop", provider.binds_refresh_tokens);
  write_flag(writer, "allow_loopback_http", provider.allows_loopback_http);
  if (!provider.authorization_parameters.empty()) {
    writer.raw("authorization_parameters", inline_table(provider.authorization_parameters));
  }
  write_servers(writer, provider);
  write(writer, provider.network);
}

std::string secret_text(const oauth::SecretReference& secret) {
  using Kind = oauth::SecretReference::Kind;
  const char* prefix = secret.kind == Kind::file         ? "file:"
                       : secret.kind == Kind::credential ? "credential:"
                                                         : "command:";
  if (secret.kind == Kind::literal) return std::string(masked);
  return std::string(prefix).append(secret.text.reveal());
}

void write(Writer& writer, const std::string& name, const oauth::ClientSettings& client) {
  writer.table("[client." + in_quotes(name) + "]");
  writer.text("provider", client.provider.name);
  writer.text("tenant", client.tenant);
  writer.text("client_id", client.client_id);
  writer.text("redirect_uri", client.redirect_uri);
  if (client.client_secret) writer.text("client_secret", secret_text(*client.client_secret));
  if (client.private_key) writer.text("private_key", secret_text(*client.private_key));
  writer.text("certificate", client.certificate);
  writer.text("key_id", client.key_id);
  writer.text("assertion_algorithm", client.assertion_algorithm);
  writer.text("assertion_audience", client.assertion_audience);
  writer.text("assertion_file", client.assertion_file);
  if (client.secret_expires_at != oauth::TimePoint()) {
    writer.text("client_secret_expires", oauth::format_utc(client.secret_expires_at).substr(0, 10));
  }
  if (client.authentication) {
    writer.text("token_endpoint_auth_method", client_authentication_name(*client.authentication));
  }
}

void write(Writer& writer, const std::string& name, const oauth::AccountSettings& account) {
  writer.table("[account." + in_quotes(name) + "]");
  writer.text("provider", account.provider.name);
  writer.text("client", account.client.name);
  writer.text("tenant", account.tenant);
  writer.text("user", account.user);
  writer.text("scope", account.scope);
  if (account.grant) writer.text("grant", oauth::grant_name(*account.grant));
  writer.text("command", account.command);
  write(writer, account.min_validity);
  write(writer, account.refresh_at_least);
  write(writer, account.hooks);
}

}  // namespace

std::string as_toml(const oauth::Configuration& configuration,
                    const std::vector<oauth::Provider>& providers) {
  Writer writer;
  writer.table("[defaults]");
  writer.text("provider", configuration.defaults.provider.name);
  writer.text("client", configuration.defaults.client.name);
  write(writer, configuration.defaults.min_validity);
  write(writer, configuration.defaults.refresh_at_least);
  writer.table("[network]");
  write(writer, configuration.network);
  writer.table("[store]");
  writer.text("dir", configuration.store_dir);
  writer.table("[hooks]");
  write(writer, configuration.hooks);
  for (const oauth::Provider& provider : providers) write(writer, provider);
  for (const auto& [name, client] : configuration.clients) write(writer, name, client);
  for (const auto& [name, account] : configuration.accounts) write(writer, name, account);
  return writer.take();
}

}  // namespace tool
