// SPDX-License-Identifier: MIT
#include "oauth/login/service_account_file.h"

#include "oauth/base/text.h"
#include "oauth/wire/json.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

Error mistake(const std::string& source, std::string_view what) {
  return Error{ErrorKind::bad_config, (source + " ").append(what)};
}

// A PEM has line ends; no other member has use for a control character.
Result<void> check_members(const JsonObject& object, const std::string& source) {
  const std::string_view twice = object.repeated_name();
  if (!twice.empty()) return mistake(source, "has a member twice; download it again");
  for (const char* name : {"client_email", "private_key", "token_uri"}) {
    if (!object.string(name).empty()) continue;
    return mistake(source, std::string("holds no ") + name + "; download it again");
  }
  for (const char* name : {"client_email", "private_key_id", "client_id", "token_uri"}) {
    if (!has_control_bytes(object.string(name))) continue;
    return mistake(source,
                   std::string("has a control character in its ") + name + "; download it again");
  }
  return {};
}

}  // namespace

Result<ServiceAccountFile> parse_service_account_file(std::string_view text,
                                                      const std::string& source) {
  const Result<JsonObject> object = JsonObject::parse(text);
  if (!object) {
    return mistake(source, object.error().message + "; give a service account's JSON key file");
  }
  if (object->string("type") != "service_account") {
    return mistake(source,
                   "is no key of a service account (its \"type\" says otherwise); make one in "
                   "Google's console: IAM, Service accounts, Keys, Add key, JSON");
  }
  if (auto checked = check_members(*object, source); !checked) return checked.error();
  ServiceAccountFile file;
  file.email = std::string(object->string("client_email"));
  file.key = Secret::copy_of(object->string("private_key"));
  file.key_id = std::string(object->string("private_key_id"));
  file.number = std::string(object->string("client_id"));
  file.token_endpoint = std::string(object->string("token_uri"));
  if (auto good = check_endpoint(file.token_endpoint, PlainHttp::to_loopback); !good) {
    return mistake(source, "has a token_uri that " + good.error().message + "; download it again");
  }
  return file;
}

}  // namespace oauth
