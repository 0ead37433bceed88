// SPDX-License-Identifier: MIT
#ifndef OAUTH_IMPORT_PIZAUTH_CONF_H
#define OAUTH_IMPORT_PIZAUTH_CONF_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"

namespace oauth {

/// An account of pizauth.conf: `account "NAME" { auth_uri = "..."; scopes = ["...", "..."]; }`.
/// pizauth keeps its tokens in memory, so there is nothing else to take over. Its client_secret is
/// read over: what is made of this may be shown.
struct PizauthAccount {
  std::string name;
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string client_id;
  bool has_client_secret = false;
  std::vector<std::string> scopes;
  std::string login_hint;
};

/// Returns the accounts. Errors: bad_config, "SOURCE:LINE: ...": what is not of that form, a text
/// without its end, an account without auth_uri, token_uri or client_id.
Result<std::vector<PizauthAccount>> parse_pizauth_conf(std::string_view text,
                                                       const std::string& source);

/// Returns [provider.NAME] and [client.NAME] tables for our configuration that say the same, and
/// how to sign in anew, in comments. `known_provider`: a sheet that has this token endpoint
/// already; then no provider table is needed.
std::string toml_of(const PizauthAccount& account, const std::string& known_provider);

}  // namespace oauth

#endif
