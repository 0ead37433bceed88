// SPDX-License-Identifier: MIT
#include "oauth/login/registration.h"

#include <utility>

#include "oauth/wire/client_registration.h"
#include "oauth/wire/token_reply.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

ClientMetadata metadata_for(const Provider& provider, const std::string& scope) {
  ClientMetadata metadata;
  metadata.redirect_uris = {"http://127.0.0.1/", "http://[::1]/"};
  if (!provider.redirect_uri.empty()) metadata.redirect_uris = {provider.redirect_uri};
  metadata.grant_types = {"authorization_code", "refresh_token"};
  if (!provider.device_authorization_endpoint.empty()) {
    metadata.grant_types.emplace_back("urn:ietf:params:oauth:grant-type:device_code");
  }
  metadata.scope = scope;
  return metadata;
}

Error refusal(const HttpResponse& response, const std::string& host) {
  const std::string status = std::to_string(response.status);
  if (response.status == 429 || response.status >= 500) {
    return Error{ErrorKind::unavailable, host + " answered HTTP status " + status +
                                             " to the registration; it may work later"};
  }
  std::string sentence = host + " registers no client for us";
  if (const auto told = parse_token_error(response.body.reveal())) {
    sentence += ": " + told->error;
    if (!told->description.empty()) sentence += ": " + told->description;
  } else {
    sentence += " (HTTP status " + status + ")";
  }
  return Error{ErrorKind::bad_config,
               sentence +
                   "; ask its administrator for a public client with the redirect address"
                   " http://127.0.0.1/, and describe it in a [client.NAME] table"};
}

}  // namespace

Result<Client> register_client(HttpClient& http, const Provider& provider,
                               const std::string& scope) {
  const Result<Url> url = parse_url(provider.registration_endpoint);
  if (!url) {
    return Error{ErrorKind::bad_config, "the registration_endpoint " + url.error().message};
  }
  HttpRequest request;
  request.url = provider.registration_endpoint;
  request.headers.push_back(HttpHeader{"Accept", Secret::copy_of("application/json")});
  request.headers.push_back(HttpHeader{"Content-Type", Secret::copy_of("application/json")});
  request.body = write_registration(metadata_for(provider, scope));
  const Result<HttpResponse> response = http.send(request);
  if (!response) return response.error();
  if (response->status != 201 && response->status != 200) return refusal(*response, url->host);
  Result<RegisteredClient> registered = parse_registration_reply(response->body.reveal());
  if (!registered) {
    return Error{ErrorKind::bad_reply, url->host + " answered the registration with a reply that " +
                                           registered.error().message};
  }
  Client client;
  client.client_id = std::move(registered->client_id);
  client.client_secret = std::move(registered->client_secret);
  client.authentication = registered->authentication;
  client.expires_at = registered->expires_at;
  return client;
}

}  // namespace oauth
