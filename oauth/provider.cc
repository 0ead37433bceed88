// SPDX-License-Identifier: MIT
#include "oauth/provider.h"

#include <algorithm>

#include "oauth/base/text.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

Error phrase(std::string_view what) { return {ErrorKind::bad_config, std::string(what)}; }

template <class T>
void lay_over(std::optional<T>& below, std::optional<T>& above) {
  if (above) below = std::move(above);
}

void lay_over(std::string& below, std::string& above) {
  if (!above.empty()) below = std::move(above);
}

void lay_over(std::vector<std::string>& below, std::vector<std::string>& above) {
  if (!above.empty()) below = std::move(above);
}

void set_parameter(Provider& provider, std::pair<std::string, std::string> parameter) {
  auto& all = provider.authorization_parameters;
  const auto same = std::find_if(all.begin(), all.end(),
                                 [&](const auto& each) { return each.first == parameter.first; });
  if (same == all.end()) {
    all.push_back(std::move(parameter));
  } else {
    same->second = std::move(parameter.second);
  }
}

void add_domains(std::vector<std::string>& below, const std::vector<std::string>& above) {
  for (const std::string& domain : above) {
    if (std::find(below.begin(), below.end(), domain) == below.end()) below.push_back(domain);
  }
}

void set_explanations(Explanations& below, Explanations above) {
  for (auto& [key, explanation] : above) {
    const auto same = std::find_if(below.begin(), below.end(),
                                   [&key = key](const auto& each) { return each.first == key; });
    if (same == below.end()) {
      below.emplace_back(key, std::move(explanation));
    } else {
      same->second = std::move(explanation);
    }
  }
}

void lay_over(Reference& below, Reference& above) {
  if (!above.name.empty()) below = std::move(above);
}

}  // namespace

void merge(NetworkOverrides& below, NetworkOverrides above) {
  lay_over(below.proxy, above.proxy);
  lay_over(below.ca_file, above.ca_file);
  lay_over(below.ca_dir, above.ca_dir);
  lay_over(below.connect_timeout, above.connect_timeout);
  lay_over(below.request_timeout, above.request_timeout);
}

void merge(Provider& below, Provider above) {
  lay_over(below.name, above.name);
  lay_over(below.about, above.about);
  lay_over(below.based_on, above.based_on);
  below.is_template = below.is_template || above.is_template;
  lay_over(below.tenant, above.tenant);
  lay_over(below.issuer, above.issuer);
  lay_over(below.authorization_endpoint, above.authorization_endpoint);
  lay_over(below.token_endpoint, above.token_endpoint);
  lay_over(below.revocation_endpoint, above.revocation_endpoint);
  lay_over(below.revocation_page, above.revocation_page);
  lay_over(below.device_authorization_endpoint, above.device_authorization_endpoint);
  lay_over(below.registration_endpoint, above.registration_endpoint);
  lay_over(below.mtls_token_endpoint, above.mtls_token_endpoint);
  lay_over(below.redirect_uri, above.redirect_uri);
  lay_over(below.scope, above.scope);
  lay_over(below.application_scope, above.application_scope);
  lay_over(below.client_authentication, above.client_authentication);
  for (auto& parameter : above.authorization_parameters) {
    set_parameter(below, std::move(parameter));
  }
  lay_over(below.mechanisms, above.mechanisms);
  lay_over(below.imap, above.imap);
  lay_over(below.pop, above.pop);
  lay_over(below.smtp, above.smtp);
  add_domains(below.domains, above.domains);
  lay_over(below.setup, above.setup);
  set_explanations(below.errors, std::move(above.errors));
  set_explanations(below.mail_errors, std::move(above.mail_errors));
  lay_over(below.binds_refresh_tokens, above.binds_refresh_tokens);
  lay_over(below.refresh_token_idle_limit, above.refresh_token_idle_limit);
  lay_over(below.testing_grant_limit, above.testing_grant_limit);
  lay_over(below.allows_loopback_http, above.allows_loopback_http);
  lay_over(below.names_its_issuer, above.names_its_issuer);
  merge(below.network, std::move(above.network));
  if (below.origin.line == 0) below.origin = std::move(above.origin);
}

Provider derived_from(Provider base, Provider derived) {
  base.about.clear();
  base.is_template = false;
  base.domains.clear();
  base.revocation_page.clear();
  base.origin = derived.origin;
  merge(base, std::move(derived));
  return base;
}

NetworkSettings with(NetworkSettings settings, const NetworkOverrides& overrides) {
  settings.proxy = overrides.proxy.value_or(settings.proxy);
  settings.ca_file = overrides.ca_file.value_or(settings.ca_file);
  settings.ca_dir = overrides.ca_dir.value_or(settings.ca_dir);
  settings.connect_timeout = overrides.connect_timeout.value_or(settings.connect_timeout);
  settings.request_timeout = overrides.request_timeout.value_or(settings.request_timeout);
  return settings;
}

Result<void> check(const Provider& provider) {
  const std::string who = provider.origin.prefix() + "provider \"" + provider.name + "\" ";
  if (provider.is_template) {
    return phrase(who +
                  "is a template; describe your own in a [provider.NAME] table with based_on"
                  " = \"" +
                  provider.name + "\" and its URLs");
  }
  if (provider.token_endpoint.empty() && provider.issuer.empty()) {
    return phrase(who + "has no token_endpoint; give its URL");
  }
  const PlainHttp plain_http =
      provider.allows_loopback_http.value_or(false) ? PlainHttp::to_loopback : PlainHttp::refused;
  const std::pair<std::string_view, const std::string&> endpoints[] = {
      {"authorization_endpoint", provider.authorization_endpoint},
      {"token_endpoint", provider.token_endpoint},
      {"revocation_endpoint", provider.revocation_endpoint},
      {"device_authorization_endpoint", provider.device_authorization_endpoint},
      {"registration_endpoint", provider.registration_endpoint},
      {"mtls_token_endpoint", provider.mtls_token_endpoint}};
  for (const auto& [key, url] : endpoints) {
    if (url.empty()) continue;
    if (auto checked = check_endpoint(url, plain_http); !checked) {
      return phrase(who + "cannot be used: its " + std::string(key) + " " +
                    checked.error().message +
                    "; set allow_loopback_http = true in its table, or give an https URL");
    }
  }
  return {};
}

std::string setup_for(const Provider& provider, std::string_view account, std::string_view config) {
  const std::pair<std::string_view, std::string_view> places[] = {{"{account}", account},
                                                                  {"{config}", config}};
  std::string text = provider.setup;
  for (const auto& [place, value] : places) {
    const std::size_t at = text.find(place);
    if (at != text.npos) text.replace(at, place.size(), value);
  }
  return text;
}

Result<MailServer> parse_mail_server(std::string_view text) {
  const Error malformed =
      phrase("is not a mail server; write \"HOST:PORT tls\" or \"HOST:PORT starttls\"");
  MailServer server;
  if (const std::size_t blank = text.find(' '); blank != text.npos) {
    const std::string_view word = text.substr(blank + 1);
    if (word != "tls" && word != "starttls") return malformed;
    if (word == "starttls") server.encryption = Encryption::starttls;
    text = text.substr(0, blank);
  }
  // A URL's authority has the same form, and this one must have a port and nothing else.
  auto url = parse_url("https://" + std::string(text));
  if (!url || url->port.empty() || !url->path.empty() || !url->query.empty()) return malformed;
  const auto port = parse_integer(url->port);
  if (!port || *port < 1 || *port > 65535) return malformed;
  server.host = std::move(url->host);
  server.port = static_cast<std::uint16_t>(*port);
  return server;
}

std::string text_of(const MailServer& server) {
  const bool is_v6 = server.host.find(':') != std::string::npos;
  return (is_v6 ? "[" + server.host + "]" : server.host) + ":" + std::to_string(server.port) +
         (server.encryption == Encryption::tls ? " tls" : " starttls");
}

Result<ClientAuthentication> parse_client_authentication(std::string_view text) {
  if (const auto known = client_authentication_from(text)) return *known;
  return phrase(
      "is no method that is known; write \"none\", \"client_secret_post\","
      " \"client_secret_basic\", \"private_key_jwt\", \"tls_client_auth\" or"
      " \"self_signed_tls_client_auth\"");
}

}  // namespace oauth
