// SPDX-License-Identifier: MIT
#include "oauth/login/pending_sign_in.h"

#include "oauth/base/text.h"
#include "oauth/wire/json.h"

namespace oauth {
namespace {

// No member of a record is called so, and no record is called by it.
constexpr char version_member[] = "sign_in_version";
constexpr char version[] = "1";

Error unreadable(const char* why) { return Error{ErrorKind::bad_reply, why}; }

std::string text_of(const JsonObject& object, std::string_view name) {
  return std::string(object.string(name));
}

Result<TimePoint> end_of(const JsonObject& object) {
  const JsonMember* member = object.find("expires_at");
  if (!member || member->kind != JsonKind::number) return unreadable("has no end");
  const auto end = parse_integer(member->text.reveal());
  if (!end) return unreadable("has no end");
  return from_unix(*end);
}

}  // namespace

Secret write_pending(const PendingSignIn& pending) {
  JsonWriter writer;
  writer.raw(version_member, version);
  writer.string("account", pending.account);
  writer.number("expires_at", to_unix(pending.expires_at));
  writer.string("state", pending.attempt.state);
  writer.string("code_verifier", pending.attempt.verifier);
  writer.string("redirect_uri", pending.attempt.redirect_uri);
  writer.string("client_id", pending.client_id);
  writer.string("token_endpoint", pending.token_endpoint);
  writer.string("client", pending.client);
  writer.string("provider", pending.provider);
  writer.string("tenant", pending.tenant);
  writer.string("issuer", pending.issuer);
  writer.string("scope", pending.scope);
  writer.string("user", pending.user);
  if (!pending.registered_at.empty()) {
    writer.string("registered_at", pending.registered_at);
    writer.string("client_secret", pending.client_secret);
    writer.string("token_endpoint_auth_method", client_authentication_name(pending.authentication));
  }
  return writer.finish();
}

Result<PendingSignIn> parse_pending(std::string_view text) {
  const Result<JsonObject> object = JsonObject::parse(text);
  if (!object) return object.error();
  if (!object->repeated_name().empty()) return unreadable("has a member twice");
  const JsonMember* told = object->find(version_member);
  if (!told || told->text.reveal() != version) return unreadable("is of another release");
  const Result<TimePoint> end = end_of(*object);
  if (!end) return end.error();
  for (const char* name : {"account", "state", "code_verifier", "redirect_uri", "client_id"}) {
    if (object->string(name).empty()) return unreadable("is not whole");
  }
  PendingSignIn pending;
  pending.account = text_of(*object, "account");
  pending.expires_at = *end;
  pending.attempt.state = Secret::copy_of(object->string("state"));
  pending.attempt.verifier = Secret::copy_of(object->string("code_verifier"));
  pending.attempt.redirect_uri = text_of(*object, "redirect_uri");
  pending.client_id = text_of(*object, "client_id");
  pending.token_endpoint = text_of(*object, "token_endpoint");
  pending.client = text_of(*object, "client");
  pending.provider = text_of(*object, "provider");
  pending.tenant = text_of(*object, "tenant");
  pending.issuer = text_of(*object, "issuer");
  pending.registered_at = text_of(*object, "registered_at");
  pending.client_secret = Secret::copy_of(object->string("client_secret"));
  pending.authentication = client_authentication_from(object->string("token_endpoint_auth_method"))
                               .value_or(ClientAuthentication::none);
  pending.scope = text_of(*object, "scope");
  pending.user = text_of(*object, "user");
  return pending;
}

}  // namespace oauth
