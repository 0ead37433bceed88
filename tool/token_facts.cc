// SPDX-License-Identifier: MIT
#include "tool/token_facts.h"

#include <algorithm>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"
#include "oauth/wire/jwt_view.h"
#include "tool/account_status.h"

namespace tool {
namespace {

constexpr std::size_t longest_prefix = 8;
constexpr std::size_t longest_value = 200;

// RFC 7519 section 4.1, RFC 9068 section 2.2, and Microsoft's of a work account.
constexpr const char* telling_claims[] = {"iss",       "sub",   "aud", "azp",   "appid",
                                          "client_id", "tid",   "scp", "scope", "roles",
                                          "upn",       "email", "ver", "idtyp", "username"};
constexpr const char* times[] = {"iat", "nbf", "exp"};

std::string value_of(const oauth::JsonMember& member) {
  if (member.kind != oauth::JsonKind::structure) {
    return oauth::printable(member.text.reveal(), longest_value);
  }
  const auto texts = oauth::json_texts(member.text.reveal());
  if (!texts) return oauth::printable(member.text.reveal(), longest_value);
  std::string all;
  for (const std::string& each : *texts) all += (all.empty() ? "" : ", ") + each;
  return oauth::printable(all, longest_value);
}

void add_time(const oauth::JsonMember& member, Facts& facts) {
  const auto at = oauth::parse_integer(member.text.reveal());
  const bool is_time = member.kind == oauth::JsonKind::number && at && *at >= 0 &&
                       *at <= oauth::bounds::max_unix_time;
  facts.emplace_back(member.name,
                     is_time ? oauth::format_utc(oauth::from_unix(*at)) : value_of(member));
}

}  // namespace

std::string cut_secret(const oauth::Secret& secret) {
  if (secret.empty()) return "none";
  const std::size_t length = std::min(longest_prefix, secret.size() / 4);
  const std::string prefix = oauth::printable(secret.reveal().substr(0, length), longest_prefix);
  return prefix + "...(" + std::to_string(secret.size()) + ")";
}

Facts jwt_facts(const oauth::Secret& token) {
  Facts facts;
  const auto view = oauth::view_jwt(token.reveal());
  if (!view) return facts;
  for (const char* name : {"alg", "typ", "kid"}) {
    const oauth::JsonMember* member = view->header.find(name);
    if (member) facts.emplace_back(name, value_of(*member));
  }
  for (const char* name : telling_claims) {
    const oauth::JsonMember* member = view->claims.find(name);
    if (member) facts.emplace_back(name, value_of(*member));
  }
  for (const char* name : times) {
    if (const oauth::JsonMember* member = view->claims.find(name)) add_time(*member, facts);
  }
  return facts;
}

std::string time_fact(oauth::TimePoint at, oauth::TimePoint now) {
  const std::string text = oauth::format_utc(at);
  if (at == now) return text + " (now)";
  if (at > now) return text + " (in " + as_words(at - now) + ")";
  return text + " (" + as_words(now - at) + " ago)";
}

}  // namespace tool
