// SPDX-License-Identifier: MIT
#include "oauth/wire/sasl_challenge.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"

namespace oauth {
namespace {

// A status is a string by the documents, and a number from some servers.
std::string words(const JsonObject& object, std::string_view name) {
  const JsonMember* member = object.find(name);
  if (!member || member->kind == JsonKind::structure || member->kind == JsonKind::null) {
    return {};
  }
  return printable(member->text.reveal(), bounds::max_quoted_bytes);
}

}  // namespace

SaslChallenge parse_sasl_challenge(std::string_view bytes) {
  SaslChallenge challenge;
  if (bytes.size() > bounds::max_challenge_bytes) return challenge;
  const Result<JsonObject> object = JsonObject::parse(trimmed(bytes));
  if (!object) return challenge;
  challenge.status = words(*object, "status");
  if (challenge.status.empty()) challenge.status = words(*object, "error");
  challenge.scope = words(*object, "scope");
  challenge.openid_configuration = words(*object, "openid-configuration");
  challenge.is_refusal = !challenge.status.empty() || object->find("schemes") != nullptr;
  return challenge;
}

}  // namespace oauth
