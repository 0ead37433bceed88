// SPDX-License-Identifier: MIT
#include "oauth/wire/client_registration.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"

namespace oauth {
namespace {

Error wrong(const char* phrase) { return Error{ErrorKind::bad_reply, phrase}; }

std::string array_of(const std::vector<std::string>& texts) {
  Secret array = Secret::copy_of("[");
  for (const std::string& text : texts) {
    if (array.size() > 1) array.append(",");
    append_json_string(array, text);
  }
  return std::string(array.reveal()) + "]";
}

TimePoint end_of(const JsonObject& object) {
  const JsonMember* member = object.find("client_secret_expires_at");
  if (!member || member->kind != JsonKind::number) return TimePoint();
  const auto end = parse_integer(member->text.reveal());
  return end && *end > 0 ? from_unix(*end) : TimePoint();
}

}  // namespace

Secret write_registration(const ClientMetadata& metadata) {
  JsonWriter writer(JsonLayout::one_line);
  writer.string("client_name", "sasl-oauth");
  writer.string("application_type", "native");
  writer.raw("redirect_uris", array_of(metadata.redirect_uris));
  writer.raw("grant_types", array_of(metadata.grant_types));
  writer.raw("response_types", "[\"code\"]");
  writer.string("token_endpoint_auth_method", "none");
  if (!metadata.scope.empty()) writer.string("scope", metadata.scope);
  return writer.finish();
}

Result<RegisteredClient> parse_registration_reply(std::string_view body) {
  const Result<JsonObject> object = JsonObject::parse(body);
  if (!object) return object.error();
  for (const char* name : {"client_id", "client_secret", "token_endpoint_auth_method"}) {
    if (object->repeats(name)) return wrong("has a member twice");
  }
  const std::string_view id = object->string("client_id");
  const std::string_view secret = object->string("client_secret");
  if (!is_visible_ascii(id) || id.size() > bounds::max_setting_bytes) {
    return wrong("holds no usable client_id");
  }
  if (has_control_bytes(secret) || secret.size() > bounds::max_secret_bytes) {
    return wrong("holds no usable client_secret");
  }
  RegisteredClient client;
  client.client_id = std::string(id);
  client.client_secret = Secret::copy_of(secret);
  client.expires_at = secret.empty() ? TimePoint() : end_of(*object);
  const std::string_view method = object->string("token_endpoint_auth_method");
  // Section 2: basic, unless it says otherwise.
  const auto named =
      method.empty()
          ? ClientAuthentication::client_secret_basic
          : client_authentication_from(method).value_or(ClientAuthentication::private_key_jwt);
  client.authentication = secret.empty() ? ClientAuthentication::none : named;
  const bool is_ours = client.authentication == ClientAuthentication::none ||
                       client.authentication == ClientAuthentication::client_secret_basic ||
                       client.authentication == ClientAuthentication::client_secret_post;
  if (!is_ours) return wrong("wants the client to prove itself in a way that was not asked for");
  return client;
}

}  // namespace oauth
