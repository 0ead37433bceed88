// SPDX-License-Identifier: MIT
#include "tool/server_finder.h"

#include <memory>
#include <utility>

#include "oauth/login/discovery.h"
#include "oauth/login/registration.h"
#include "oauth/mail/openid_configuration.h"
#include "oauth/wire/url.h"
#include "tool/config_toml.h"

namespace tool {

using oauth::Provider;
using oauth::Result;

Result<Provider> ServerFinder::find(std::string_view what, Provider sheet,
                                    const oauth::NetworkSettings& settings) {
  const bool may_be_plain = sheet.allows_loopback_http.value_or(false);
  const auto plain_http = may_be_plain ? oauth::PlainHttp::to_loopback : oauth::PlainHttp::refused;
  if (auto may = oauth::check_may_be_asked(what, plain_http); !may) return may.error();
  terminal_.progress("Asking " + std::string(what) + " about itself ...");
  const auto http = network_.http(settings);
  if (!http) return http.error();
  const auto metadata = oauth::discover(**http, what, plain_http);
  if (!metadata) return metadata.error();
  Provider provider = oauth::provider_of(*metadata);
  terminal_.detail("found the authorization server " + metadata->issuer);
  // What the document says of itself is what its answers are compared with.
  sheet.issuer.clear();
  oauth::merge(provider, std::move(sheet));
  if (auto checked = oauth::check(provider); !checked) return checked.error();
  return provider;
}

Result<std::string> ServerFinder::ask(const std::string& server, const std::string& user,
                                      const oauth::NetworkSettings& settings) {
  const auto with_port = oauth::parse_mail_server(server);
  const auto address = with_port ? with_port : oauth::parse_mail_server(server + ":993 tls");
  if (!address) {
    return oauth::Error{oauth::ErrorKind::bad_config,
                        "--server " + address.error().message + ", or HOST alone for port 993"};
  }
  terminal_.progress("Asking " + address->host + " where its tokens come from ...");
  return oauth::ask_openid_configuration(network_, oauth::MailService::imap, *address, user,
                                         settings);
}

Result<oauth::Client> ServerFinder::enroll(const Provider& provider, const std::string& scope,
                                           const oauth::NetworkSettings& settings) {
  const auto url = oauth::parse_url(provider.registration_endpoint);
  terminal_.note("Registering sasl-oauth as a client at " +
                 (url ? url->host : provider.registration_endpoint) + " ...");
  const auto http = network_.http(settings);
  if (!http) return http.error();
  Result<oauth::Client> client = oauth::register_client(**http, provider, scope);
  if (client) explain(provider, *client);
  return client;
}

void ServerFinder::explain(const Provider& provider, const oauth::Client& client) {
  oauth::Configuration reusable;
  oauth::ClientSettings& table = reusable.clients["registered"];
  table.client_id = client.client_id;
  if (provider.name.find("://") == provider.name.npos) table.provider.name = provider.name;
  if (client.client_secret.empty()) table.authentication = client.authentication;
  terminal_.note(
      "It is kept with the account. For other accounts put this in the configuration:\n\n" +
      as_toml(reusable, {}));
}

}  // namespace tool
