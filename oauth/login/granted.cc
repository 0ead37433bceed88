// SPDX-License-Identifier: MIT
#include "oauth/login/granted.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

constexpr std::string_view about_the_person[] = {
    "offline_access",
    "openid",
    "email",
    "profile",
    "address",
    "phone",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/userinfo.profile",
};

using Words = std::vector<std::string_view>;

Words mail_scopes(std::string_view scope) {
  Words words;
  while (!scope.empty()) {
    const std::string_view word = scope.substr(0, scope.find(' '));
    const auto* end = std::end(about_the_person);
    const bool is_mail = !word.empty() && std::find(std::begin(about_the_person), end, word) == end;
    if (is_mail) words.push_back(word);
    scope.remove_prefix(std::min(word.size() + 1, scope.size()));
  }
  return words;
}

std::string comparable(std::string_view scope) {
  const Result<Url> url = parse_url(scope);
  if (url && url->path.size() > 1) return ascii_lower(url->path);
  const std::string small = ascii_lower(scope);
  return small.back() == '/' ? small.substr(0, small.size() - 1) : small;
}

bool stands_for_any(std::string_view scope) {
  constexpr std::string_view ending = "/.default";
  return scope.size() > ending.size() && scope.substr(scope.size() - ending.size()) == ending;
}

Error opens_no_mailbox(const Client& client) {
  return Error{ErrorKind::consent_needed,
               "the access to mail was not granted (the scope " +
                   printable(client.scope, bounds::max_quoted_bytes) +
                   " was asked for), so nothing was kept; sign in again, and on the page that asks"
                   " leave all boxes ticked"};
}

Error no_refresh_token(const Client& client) {
  const bool asked_offline = client.scope.find("offline_access") != client.scope.npos;
  std::string sentence =
      "the server gave an access token but no refresh token, so nothing was kept; sign in again"
      " with authorization_parameters = { access_type = \"offline\", prompt = \"consent\" } in the"
      " provider's table (Google)";
  if (!asked_offline) sentence += ", or with the scope offline_access added (others)";
  return Error{ErrorKind::bad_config, sentence};
}

}  // namespace

bool may_open_a_mailbox(std::string_view asked, std::string_view granted) {
  const Words wanted = mail_scopes(asked);
  if (granted.empty() || wanted.empty()) return true;
  const Words given = mail_scopes(granted);
  return std::any_of(given.begin(), given.end(), [&](std::string_view each) {
    return std::any_of(wanted.begin(), wanted.end(), [&](std::string_view one) {
      return stands_for_any(one) || comparable(one) == comparable(each);
    });
  });
}

Result<TokenReply> accept_sign_in(TokenReply reply, const Client& client) {
  if (!reply.problem.empty()) {
    return Error{ErrorKind::bad_reply, "the token server's reply " + reply.problem};
  }
  if (!may_open_a_mailbox(client.scope, reply.scope)) return opens_no_mailbox(client);
  if (reply.refresh_token.empty()) return no_refresh_token(client);
  return reply;
}

}  // namespace oauth
