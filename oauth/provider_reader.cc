// SPDX-License-Identifier: MIT
#include "oauth/provider_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/provider_tenant.h"
#include "oauth/schema.h"
#include "oauth/toml.h"

namespace oauth {
namespace {

using std::chrono::seconds;

Result<seconds> timeout(const Setting& setting) {
  return setting.duration(seconds(1), bounds::longest_timeout);
}

constexpr Field<NetworkOverrides> network_fields[] = {
    {"proxy", [](const Setting& s, NetworkOverrides& n) { return put(s.proxy(), n.proxy); }},
    {"ca_file", [](const Setting& s, NetworkOverrides& n) { return put(s.path(), n.ca_file); }},
    {"ca_dir", [](const Setting& s, NetworkOverrides& n) { return put(s.path(), n.ca_dir); }},
    {"connect_timeout",
     [](const Setting& s, NetworkOverrides& n) { return put(timeout(s), n.connect_timeout); }},
    {"request_timeout",
     [](const Setting& s, NetworkOverrides& n) { return put(timeout(s), n.request_timeout); }}};

Result<MailServer> mail_server(const Setting& setting) {
  auto text = setting.text();
  if (!text) return text.error();
  auto server = parse_mail_server(*text);
  if (!server) return setting.mistake(server.error().message);
  return server;
}

constexpr Field<Provider> server_fields[] = {
    {"imap", [](const Setting& s, Provider& p) { return put(mail_server(s), p.imap); }},
    {"pop", [](const Setting& s, Provider& p) { return put(mail_server(s), p.pop); }},
    {"smtp", [](const Setting& s, Provider& p) { return put(mail_server(s), p.smtp); }}};

// What a sign-in puts in the URL itself; a second one there would undo it.
constexpr std::string_view reserved_parameters[] = {
    "client_id", "client_secret",  "redirect_uri",          "response_type", "response_mode",
    "scope",     "code_challenge", "code_challenge_method", "state",         "login_hint"};

Result<void> read_parameters(const Setting& setting, Provider& provider) {
  auto scope = scope_of(setting);
  if (!scope) return scope.error();
  for (const TomlValue& value : scope->table.members) {
    const Setting parameter(value, *scope);
    const auto* end = std::end(reserved_parameters);
    if (std::find(std::begin(reserved_parameters), end, value.key) != end) {
      return parameter.mistake("is set by the sign-in itself; remove it");
    }
    if (!is_config_name(value.key)) {
      return parameter.mistake("is not the name of a parameter; correct it");
    }
    auto text = parameter.text();
    if (!text) return text.error();
    provider.authorization_parameters.emplace_back(value.key, std::move(*text));
  }
  return {};
}

Result<std::vector<std::string>> mechanisms(const Setting& setting) {
  auto names = setting.texts();
  if (!names) return names;
  for (const std::string& name : *names) {
    if (name == "OAUTHBEARER" || name == "XOAUTH2") continue;
    return setting.mistake("has an unknown mechanism; known are \"OAUTHBEARER\" and \"XOAUTH2\"");
  }
  return names;
}

Result<seconds> grant_limit(const Setting& setting) {
  return setting.duration(bounds::shortest_grant_limit, bounds::longest_grant_limit);
}

Result<std::vector<std::string>> domains(const Setting& setting) {
  auto names = setting.texts();
  if (!names) return names;
  for (std::string& name : *names) {
    if (!is_config_name(name) || name.find('.') == name.npos) {
      return setting.mistake("has an item that is no mail domain; write \"example.com\"");
    }
    name = ascii_lower(name);
  }
  return names;
}

constexpr Field<Explanation> explanation_fields[] = {
    {"meaning", [](const Setting& s, Explanation& e) { return put(s.text(), e.meaning); }},
    {"remedy", [](const Setting& s, Explanation& e) { return put(s.text(), e.remedy); }}};

Result<void> read_explanations(const Setting& setting, Explanations& all) {
  auto scope = scope_of(setting);
  if (!scope) return scope.error();
  for (const TomlValue& value : scope->table.members) {
    const Setting code(value, *scope);
    Explanation explanation;
    auto read = read_table(code, by_fields<Explanation, explanation_fields>, explanation);
    if (!read) return read;
    if (explanation.meaning.empty() || explanation.remedy.empty()) {
      return code.mistake("needs both: { meaning = \"...\", remedy = \"...\" }");
    }
    all.emplace_back(value.key, std::move(explanation));
  }
  return {};
}

Result<void> read_network(const Setting& setting, Provider& provider) {
  return read_network_setting(setting, provider.network);
}

constexpr Field<Provider> provider_fields[] = {
    {"about", [](const Setting& s, Provider& p) { return put(s.text(), p.about); }},
    {"based_on", [](const Setting& s, Provider& p) { return put(s.reference(), p.based_on); }},
    {"template", [](const Setting& s, Provider& p) { return put(s.flag(), p.is_template); }},
    {"tenant", [](const Setting& s, Provider& p) { return put(read_tenant(s), p.tenant); }},
    {"issuer", [](const Setting& s, Provider& p) { return put(s.endpoint(), p.issuer); }},
    {"authorization_endpoint",
     [](const Setting& s, Provider& p) { return put(s.endpoint(), p.authorization_endpoint); }},
    {"token_endpoint",
     [](const Setting& s, Provider& p) { return put(s.endpoint(), p.token_endpoint); }},
    {"revocation_endpoint",
     [](const Setting& s, Provider& p) { return put(s.endpoint(), p.revocation_endpoint); }},
    {"revocation_page",
     [](const Setting& s, Provider& p) { return put(s.endpoint(), p.revocation_page); }},
    {"device_authorization_endpoint",
     [](const Setting& s, Provider& p) {
       return put(s.endpoint(), p.device_authorization_endpoint);
     }},
    {"registration_endpoint",
     [](const Setting& s, Provider& p) { return put(s.endpoint(), p.registration_endpoint); }},
    {"mtls_token_endpoint",
     [](const Setting& s, Provider& p) { return put(s.endpoint(), p.mtls_token_endpoint); }},
    {"token_endpoint_auth_method",
     [](const Setting& s, Provider& p) {
       return put(read_client_authentication(s), p.client_authentication);
     }},
    {"redirect_uri",
     [](const Setting& s, Provider& p) { return put(s.redirect_uri(), p.redirect_uri); }},
    {"authorization_response_iss_parameter_supported",
     [](const Setting& s, Provider& p) { return put(s.flag(), p.names_its_issuer); }},
    {"scope", [](const Setting& s, Provider& p) { return put(s.text(), p.scope); }},
    {"application_scope",
     [](const Setting& s, Provider& p) { return put(s.text(), p.application_scope); }},
    {"mechanisms", [](const Setting& s, Provider& p) { return put(mechanisms(s), p.mechanisms); }},
    {"refresh_token_idle_limit",
     [](const Setting& s, Provider& p) { return put(grant_limit(s), p.refresh_token_idle_limit); }},
    {"testing_grant_limit",
     [](const Setting& s, Provider& p) { return put(grant_limit(s), p.testing_grant_limit); }},
    {"domains", [](const Setting& s, Provider& p) { return put(domains(s), p.domains); }},
    {"setup", [](const Setting& s, Provider& p) { return put(s.text(), p.setup); }},
    {"errors", [](const Setting& s, Provider& p) { return read_explanations(s, p.errors); }},
    {"mail_errors",
     [](const Setting& s, Provider& p) { return read_explanations(s, p.mail_errors); }},
    {"dpop", [](const Setting& s, Provider& p) { return put(s.flag(), p.binds_refresh_tokens); }},
    {"allow_loopback_http",
     [](const Setting& s, Provider& p) { return put(s.flag(), p.allows_loopback_http); }},
    {"authorization_parameters", read_parameters},
    {"servers", [](const Setting& s,
                   Provider& p) { return read_table(s, by_fields<Provider, server_fields>, p); }},
    {"proxy", read_network},
    {"ca_file", read_network},
    {"ca_dir", read_network},
    {"connect_timeout", read_network},
    {"request_timeout", read_network}};

}  // namespace

Result<ClientAuthentication> read_client_authentication(const Setting& setting) {
  auto text = setting.text();
  if (!text) return text.error();
  auto method = parse_client_authentication(*text);
  if (!method) return setting.mistake(method.error().message);
  return method;
}

Result<std::string> read_tenant(const Setting& setting) {
  auto tenant = setting.text();
  if (tenant && !is_tenant(*tenant)) {
    return setting.mistake("is no tenant; write its domain or its id");
  }
  return tenant;
}

Result<void> read_network_setting(const Setting& setting, NetworkOverrides& network) {
  return by_fields<NetworkOverrides, network_fields>(setting, network);
}

Result<void> read_provider_setting(const Setting& setting, Provider& provider) {
  return by_fields<Provider, provider_fields>(setting, provider);
}

Result<Provider> parse_provider(std::string_view text, const std::string& file,
                                const std::string& name) {
  auto document = parse_toml(text, file);
  if (!document) return document.error();
  Provider provider;
  provider.name = name;
  provider.origin = {file, 1};
  const SettingScope scope{*document, "", file, SourceTrust::readable_by_others};
  auto read = read_settings(scope, read_provider_setting, provider);
  if (!read) return read.error();
  return provider;
}

}  // namespace oauth
