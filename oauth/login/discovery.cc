// SPDX-License-Identifier: MIT
#include "oauth/login/discovery.h"

#include <algorithm>
#include <utility>

#include "oauth/base/text.h"

namespace oauth {
namespace {

constexpr std::string_view well_known = "/.well-known/";
constexpr std::string_view oauth_document = "/.well-known/oauth-authorization-server";
constexpr std::string_view openid_document = "/.well-known/openid-configuration";

std::string origin_of(const Url& url) {
  const bool is_v6 = url.host.find(':') != url.host.npos;
  const std::string host = is_v6 ? "[" + url.host + "]" : url.host;
  return url.scheme + "://" + host + (url.port.empty() ? "" : ":" + url.port);
}

bool is_microsoft(std::string_view host) {
  return host == "login.microsoftonline.com" || host == "login.microsoftonline.us" ||
         host == "login.partner.microsoftonline.cn";
}

// The path behind its first part, which is the tenant.
std::string_view behind_tenant(std::string_view path) {
  const std::size_t slash = path.find('/', 1);
  return slash == path.npos ? std::string_view() : path.substr(slash);
}

bool is_of_same_tenant_form(std::string_view address, const Url& issuer) {
  const Result<Url> url = parse_url(address);
  if (!url || !is_microsoft(url->host) || issuer.host != url->host) return false;
  const std::string wanted = std::string(behind_tenant(issuer.path)) + std::string(openid_document);
  return behind_tenant(url->path) == wanted;
}

// What of the answers says most: a document that is wrong, before none at all, before no answer.
int weight(const Error& error) {
  if (error.kind == ErrorKind::bad_reply) return 2;
  return error.kind == ErrorKind::bad_config ? 1 : 0;
}

struct Found {
  ServerMetadata metadata;
  std::string address;
};

Result<void> check_address(const std::string& address, PlainHttp plain_http) {
  auto checked = check_endpoint(address, plain_http);
  if (checked) return {};
  return Error{ErrorKind::bad_config, shown(address) + " " + checked.error().message};
}

Error no_server() { return {ErrorKind::bad_config, "it is neither a URL nor a domain"}; }

Result<Found> fetch(HttpClient& http, const std::string& address, PlainHttp plain_http) {
  if (auto checked = check_address(address, plain_http); !checked) return checked.error();
  HttpRequest request;
  request.method = HttpMethod::get;
  request.url = address;
  request.headers.push_back(HttpHeader{"Accept", Secret::copy_of("application/json")});
  const Result<HttpResponse> response = http.send(request);
  if (!response) return response.error();
  if (response->status != 200) {
    return Error{ErrorKind::bad_config,
                 shown(address) + " answered HTTP status " + std::to_string(response->status)};
  }
  auto metadata = parse_server_metadata(response->body.reveal(), plain_http);
  if (!metadata) {
    return Error{ErrorKind::bad_reply,
                 "the document at " + shown(address) + " " + metadata.error().message};
  }
  return Found{std::move(*metadata), address};
}

Result<Found> first_of(HttpClient& http, const std::vector<std::string>& addresses,
                       PlainHttp plain_http) {
  Error worst = no_server();
  bool is_first = true;
  for (const std::string& address : addresses) {
    Result<Found> found = fetch(http, address, plain_http);
    if (found) return found;
    if (is_first || weight(found.error()) > weight(worst)) worst = found.error();
    is_first = false;
  }
  return worst;
}

Error not_found(std::string_view what, const Error& why) {
  return Error{why.kind, "cannot find out about the authorization server of " + shown(what) + ": " +
                             why.message};
}

constexpr std::string_view mail_scopes[] = {
    "urn:ietf:params:oauth:scope:mail",
    "https://mail.google.com/",
    "mail",
    "imap",
    "pop",
    "pop3",
    "smtp",
    "mail-w",
    "mail.imap",
    "mail:imap_full",
    "mail:smtp",
};
constexpr std::string_view person_scopes[] = {"openid", "email", "profile"};

template <class List>
void add_offered(std::string& scope, const std::vector<std::string>& offered, const List& wanted) {
  for (const std::string_view each : wanted) {
    if (std::find(offered.begin(), offered.end(), each) == offered.end()) continue;
    scope.append(scope.empty() ? "" : " ").append(each);
  }
}

}  // namespace

std::vector<std::string> metadata_addresses(std::string_view issuer) {
  const Result<Url> url = parse_url(issuer);
  if (!url) return {};
  std::string path = url->path;
  while (!path.empty() && path.back() == '/') path.pop_back();
  const std::string origin = origin_of(*url);
  std::vector<std::string> addresses = {origin + std::string(oauth_document) + path,
                                        origin + path + std::string(openid_document)};
  // Some put OpenID's between host and path too (RFC 8414 section 5).
  if (!path.empty()) addresses.push_back(origin + std::string(openid_document) + path);
  return addresses;
}

std::vector<std::string> addresses_to_try(std::string_view what) {
  if (what.find("://") != what.npos) {
    if (what.find(well_known) != what.npos) return {std::string(what)};
    return metadata_addresses(what);
  }
  const std::string domain(what.substr(what.rfind('@') + 1));
  std::vector<std::string> addresses;
  for (const char* host : {"", "autoconfig.", "mail.", "auth."}) {
    const auto more = metadata_addresses("https://" + std::string(host) + domain);
    addresses.insert(addresses.end(), more.begin(), more.end());
  }
  return addresses;
}

bool speaks_for(std::string_view address, std::string_view issuer) {
  const std::vector<std::string> own = metadata_addresses(issuer);
  if (std::find(own.begin(), own.end(), address) != own.end()) return true;
  const Result<Url> url = parse_url(issuer);
  return url && is_of_same_tenant_form(address, *url);
}

Result<void> check_may_be_asked(std::string_view what, PlainHttp plain_http) {
  Result<void> first = no_server();
  bool is_first = true;
  for (const std::string& address : addresses_to_try(what)) {
    Result<void> checked = check_address(address, plain_http);
    if (checked) return {};
    if (is_first) first = checked.error();
    is_first = false;
  }
  return not_found(what, first.error());
}

Result<ServerMetadata> discover(HttpClient& http, std::string_view what, PlainHttp plain_http) {
  Result<Found> found = first_of(http, addresses_to_try(what), plain_http);
  if (!found) return not_found(what, found.error());
  if (speaks_for(found->address, found->metadata.issuer)) return std::move(found->metadata);
  const std::string issuer = found->metadata.issuer;
  // Whoever asked for an issuer by name wants that one and no other.
  const bool is_pointer = what.find("://") == what.npos || what.find(well_known) != what.npos;
  if (is_pointer) found = first_of(http, metadata_addresses(issuer), plain_http);
  if (!found) return not_found(what, found.error());
  if (found->metadata.issuer == issuer && speaks_for(found->address, issuer)) {
    return std::move(found->metadata);
  }
  return not_found(
      what, Error{ErrorKind::bad_reply,
                  "the document at " + shown(found->address) + " speaks for another issuer, " +
                      shown(found->metadata.issuer) + "; give that one if it is meant"});
}

Provider provider_of(const ServerMetadata& metadata) {
  Provider provider;
  provider.name = metadata.issuer;
  // A template is nothing that an answer could be compared with.
  if (metadata.issuer.find('{') == metadata.issuer.npos) provider.issuer = metadata.issuer;
  provider.authorization_endpoint = metadata.authorization_endpoint;
  provider.token_endpoint = metadata.token_endpoint;
  provider.device_authorization_endpoint = metadata.device_authorization_endpoint;
  provider.revocation_endpoint = metadata.revocation_endpoint;
  provider.registration_endpoint = metadata.registration_endpoint;
  provider.mtls_token_endpoint = metadata.mtls_token_endpoint;
  provider.scope = mail_scope_of(metadata.scopes);
  const auto& methods = metadata.authentication_methods;
  const bool takes_post =
      std::find(methods.begin(), methods.end(), "client_secret_post") != methods.end();
  // RFC 8414 section 2: basic, unless it says otherwise.
  provider.client_authentication = takes_post ? ClientAuthentication::client_secret_post
                                              : ClientAuthentication::client_secret_basic;
  if (metadata.names_its_issuer) provider.names_its_issuer = true;
  return provider;
}

std::string mail_scope_of(const std::vector<std::string>& offered) {
  std::string scope;
  add_offered(scope, offered, mail_scopes);
  if (scope.empty()) add_offered(scope, offered, person_scopes);
  constexpr std::string_view offline[] = {"offline_access"};
  add_offered(scope, offered, offline);
  return scope;
}

}  // namespace oauth
