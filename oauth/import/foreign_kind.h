// SPDX-License-Identifier: MIT
#ifndef OAUTH_IMPORT_FOREIGN_KIND_H
#define OAUTH_IMPORT_FOREIGN_KIND_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"

namespace oauth {

/// Whose file it is.
enum class ForeignKind {
  sasl_xoauth2,
  mutt_oauth2,
  oama,
  email_oauth2_proxy,
  ortie,  // or any token answer of RFC 6749 that somebody kept
  pizauth,
  google_client,
  service_account,
  authorized_user,
  google_auth,
  go_token,
  msal,
  git_credential
};

struct ForeignTool {
  ForeignKind kind;
  std::string_view name;   // "mutt_oauth2", as --kind takes it
  std::string_view title;  // "mutt_oauth2.py", for people
  /// What to do so that the old tool spends the refresh token no more; a clause that begins with a
  /// verb. Empty for what holds no tokens.
  std::string_view switch_off;
};

/// Returns what is known of a kind.
const ForeignTool& foreign_tool(ForeignKind kind) noexcept;
/// Returns the kind of that name, or nothing.
std::optional<ForeignKind> foreign_kind_from(std::string_view name) noexcept;
/// Returns the names of all kinds.
std::vector<std::string> foreign_kind_names();

/// Returns whose file `text` is, by what stands in it and not by its name.
/// Errors: bad_config, naming `source` and, where it can be told, the remedy: an encrypted file, a
/// record of ours, one bare token, or nothing that is known.
Result<ForeignKind> recognise(std::string_view text, const std::string& source);

}  // namespace oauth

#endif
