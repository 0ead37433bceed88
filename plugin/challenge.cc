// SPDX-License-Identifier: MIT
#include "plugin/challenge.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"

namespace plugin {
namespace {

// A status is a string by the documents, and a number from some servers.
std::string words(const oauth::JsonObject& object, std::string_view name) {
  const oauth::JsonMember* member = object.find(name);
  if (!member || member->kind == oauth::JsonKind::structure ||
      member->kind == oauth::JsonKind::null) {
    return {};
  }
  return oauth::printable(member->text.reveal(), oauth::bounds::max_quoted_bytes);
}

}  // namespace

Challenge parse_challenge(std::string_view bytes) {
  Challenge challenge;
  if (bytes.size() > oauth::bounds::max_challenge_bytes) return challenge;
  const oauth::Result<oauth::JsonObject> object = oauth::JsonObject::parse(oauth::trimmed(bytes));
  if (!object) return challenge;
  challenge.status = words(*object, "status");
  if (challenge.status.empty()) challenge.status = words(*object, "error");
  challenge.scope = words(*object, "scope");
  challenge.openid_configuration = words(*object, "openid-configuration");
  challenge.is_refusal = !challenge.status.empty() || object->find("schemes") != nullptr;
  return challenge;
}

std::string describe(const Challenge& challenge, std::string_view server, std::string_view user) {
  std::string sentence = server.empty() ? std::string("the server") : std::string(server);
  sentence +=
      " refused the access token of " + oauth::printable(user, oauth::bounds::max_quoted_bytes);
  if (!challenge.status.empty()) sentence += ", status " + challenge.status;
  if (!challenge.scope.empty()) sentence += ", it wants the scope " + challenge.scope;
  if (!challenge.openid_configuration.empty()) {
    sentence += ", its tokens come from " + challenge.openid_configuration;
  }
  return sentence;
}

}  // namespace plugin
