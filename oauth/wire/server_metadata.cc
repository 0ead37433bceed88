// SPDX-License-Identifier: MIT
#include "oauth/wire/server_metadata.h"

#include <algorithm>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"

namespace oauth {
namespace {

Error wrong(std::string phrase) { return Error{ErrorKind::bad_reply, std::move(phrase)}; }

struct Endpoint {
  const char* name;
  std::string ServerMetadata::*member;
};

constexpr Endpoint endpoints[] = {
    {"issuer", &ServerMetadata::issuer},
    {"authorization_endpoint", &ServerMetadata::authorization_endpoint},
    {"token_endpoint", &ServerMetadata::token_endpoint},
    {"device_authorization_endpoint", &ServerMetadata::device_authorization_endpoint},
    {"revocation_endpoint", &ServerMetadata::revocation_endpoint},
    {"registration_endpoint", &ServerMetadata::registration_endpoint},
};

constexpr const char* lists[] = {"scopes_supported", "token_endpoint_auth_methods_supported",
                                 "code_challenge_methods_supported", "mtls_endpoint_aliases",
                                 "authorization_response_iss_parameter_supported"};

// Microsoft's issuer has "{tenantid}" in it, which no URL has otherwise.
Result<void> check_url(const std::string& text, PlainHttp plain_http) {
  if (text.size() > bounds::max_setting_bytes || !is_visible_ascii(text)) {
    return wrong("is malformed");
  }
  return check_endpoint(text, plain_http);
}

Result<std::string> url_of(const JsonObject& object, const char* name, PlainHttp plain_http) {
  const JsonMember* member = object.find(name);
  if (!member || member->kind == JsonKind::null) return std::string();
  std::string text(object.string(name));
  if (auto checked = check_url(text, plain_http); !checked) {
    return wrong(std::string("has a ") + name + " that " + checked.error().message);
  }
  return text;
}

std::vector<std::string> texts_of(const JsonObject& object, const char* name) {
  const JsonMember* member = object.find(name);
  if (!member || member->kind != JsonKind::structure) return {};
  return json_texts(member->text.reveal()).value_or(std::vector<std::string>());
}

bool is_true(const JsonObject& object, const char* name) {
  const JsonMember* member = object.find(name);
  return member && member->kind == JsonKind::boolean && member->text.reveal() == "true";
}

Result<void> check_repeated(const JsonObject& object) {
  for (const Endpoint& each : endpoints) {
    if (object.repeats(each.name)) return wrong(std::string("has \"") + each.name + "\" twice");
  }
  for (const char* name : lists) {
    if (object.repeats(name)) return wrong(std::string("has \"") + name + "\" twice");
  }
  return {};
}

Result<std::string> alias_of(const JsonObject& object, PlainHttp plain_http) {
  const JsonMember* member = object.find("mtls_endpoint_aliases");
  if (!member || member->kind != JsonKind::structure) return std::string();
  const Result<JsonObject> aliases = JsonObject::parse(member->text.reveal());
  if (!aliases) return std::string();
  return url_of(*aliases, "token_endpoint", plain_http);
}

}  // namespace

Result<ServerMetadata> parse_server_metadata(std::string_view document, PlainHttp plain_http) {
  const Result<JsonObject> object = JsonObject::parse(document);
  if (!object) return object.error();
  if (auto checked = check_repeated(*object); !checked) return checked.error();
  ServerMetadata metadata;
  for (const Endpoint& each : endpoints) {
    Result<std::string> url = url_of(*object, each.name, plain_http);
    if (!url) return url.error();
    metadata.*each.member = std::move(*url);
  }
  if (metadata.issuer.empty()) return wrong("names no issuer");
  if (metadata.token_endpoint.empty()) return wrong("names no token_endpoint");
  const auto methods = texts_of(*object, "code_challenge_methods_supported");
  if (!methods.empty() && std::find(methods.begin(), methods.end(), "S256") == methods.end()) {
    return wrong("does not offer PKCE with S256 (RFC 7636)");
  }
  Result<std::string> alias = alias_of(*object, plain_http);
  if (!alias) return alias.error();
  metadata.mtls_token_endpoint = std::move(*alias);
  metadata.scopes = texts_of(*object, "scopes_supported");
  metadata.authentication_methods = texts_of(*object, "token_endpoint_auth_methods_supported");
  metadata.names_its_issuer = is_true(*object, "authorization_response_iss_parameter_supported");
  return metadata;
}

}  // namespace oauth
