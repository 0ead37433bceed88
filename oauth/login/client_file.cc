// SPDX-License-Identifier: MIT
#include "oauth/login/client_file.h"

#include <algorithm>
#include <utility>

#include "oauth/base/text.h"
#include "oauth/wire/json.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

struct Named {
  std::string_view name;
  std::string_view provider;
};

// Old and new hosts of Google's two endpoints.
constexpr Named hosts[] = {{"accounts.google.com", "google"},
                           {"oauth2.googleapis.com", "google"},
                           {"www.googleapis.com", "google"}};

template <std::size_t size>
std::string_view provider_in(const Named (&table)[size], std::string_view name) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [&](const Named& each) { return each.name == name; });
  return found == std::end(table) ? std::string_view() : found->provider;
}

Error mistake(const std::string& source, std::string_view what) {
  return Error{ErrorKind::bad_config, (source + " ").append(what)};
}

Error other_file(const JsonObject& object, const std::string& source) {
  const std::string_view type = object.string("type");
  if (type == "service_account") {
    return mistake(source,
                   "is the key of a service account, which no person signs in with; download an"
                   " OAuth client of type Desktop app instead");
  }
  if (type == "authorized_user" || object.find("refresh_token")) {
    return mistake(source, "holds somebody's tokens, not a client; give the client's file instead");
  }
  return mistake(source,
                 "holds neither \"installed\" nor \"web\"; give the JSON file of an OAuth client"
                 " from Google's console, or describe the client in a [client.NAME] table");
}

}  // namespace

Result<ClientFile> parse_client_file(std::string_view text, const std::string& source) {
  const Result<JsonObject> object = JsonObject::parse(text);
  if (!object)
    return mistake(source, object.error().message + "; give the JSON file of an OAuth client");
  const JsonMember* installed = object->find("installed");
  const JsonMember* member = installed ? installed : object->find("web");
  if (!member) return other_file(*object, source);
  const Result<JsonObject> inner = JsonObject::parse(member->text.reveal());
  if (!inner || inner->string("client_id").empty()) {
    return mistake(source, "holds no client_id; download it again");
  }
  for (const char* name : {"client_id", "client_secret"}) {
    if (!has_control_bytes(inner->string(name))) continue;
    return mistake(source,
                   std::string("has a control character in its ") + name + "; download it again");
  }
  ClientFile file;
  file.type = installed ? ClientFile::Type::installed : ClientFile::Type::web;
  file.client_id = std::string(inner->string("client_id"));
  file.client_secret = Secret::copy_of(inner->string("client_secret"));
  file.provider = provider_of_url(inner->string("token_uri"));
  if (file.provider.empty()) file.provider = provider_of_url(inner->string("auth_uri"));
  return file;
}

std::string provider_of_url(std::string_view text) {
  const Result<Url> url = parse_url(text);
  return url ? std::string(provider_in(hosts, url->host)) : std::string();
}

}  // namespace oauth
