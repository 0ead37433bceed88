// SPDX-License-Identifier: MIT
#include "tool/token_format.h"

#include <algorithm>

#include "oauth/base/base64.h"
#include "oauth/wire/json.h"

namespace tool {
namespace {

using oauth::Secret;

struct Format {
  std::string_view name;
  Secret (*write)(const oauth::SaslIdentity&, oauth::TimePoint);
};

Secret write_header(const oauth::SaslIdentity& identity, oauth::TimePoint) {
  Secret line = Secret::copy_of("Authorization: Bearer ");
  line.append(identity.token);
  return line;
}

Secret write_json(const oauth::SaslIdentity& identity, oauth::TimePoint expires_at) {
  oauth::JsonWriter writer(oauth::JsonLayout::one_line);
  writer.string("access_token", identity.token);
  writer.number("expires_at", oauth::to_unix(expires_at));
  writer.string("user", identity.user);
  return writer.finish();
}

constexpr Format formats[] = {
    {"token",
     [](const oauth::SaslIdentity& i, oauth::TimePoint) { return Secret::copy_of(i.token); }},
    {"header", write_header},
    {"xoauth2",
     [](const oauth::SaslIdentity& i, oauth::TimePoint) {
       return oauth::base64_encode(oauth::xoauth2_message(i).reveal());
     }},
    {"oauthbearer",
     [](const oauth::SaslIdentity& i, oauth::TimePoint) {
       return oauth::base64_encode(oauth::oauthbearer_message(i).reveal());
     }},
    {"json", write_json},
};

}  // namespace

std::vector<std::string> token_format_names() {
  std::vector<std::string> names;
  for (const Format& format : formats) names.emplace_back(format.name);
  return names;
}

oauth::Result<Secret> format_token(std::string_view name, const oauth::SaslIdentity& identity,
                                   oauth::TimePoint expires_at) {
  if (auto checked = check_sasl_identity(identity); !checked) return checked.error();
  const auto* format = std::find_if(std::begin(formats), std::end(formats),
                                    [&](const Format& each) { return each.name == name; });
  if (format == std::end(formats)) {
    return oauth::Error{oauth::ErrorKind::internal, "there is no such token format"};
  }
  return format->write(identity, expires_at);
}

}  // namespace tool
