// SPDX-License-Identifier: MIT
#include "oauth/import/foreign_kind.h"

#include <algorithm>
#include <array>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"

namespace oauth {
namespace {

constexpr std::array tools = {
    ForeignTool{ForeignKind::sasl_xoauth2, "sasl_xoauth2", "sasl-xoauth2",
                "remove the package sasl-xoauth2, whose plugin goes before ours, and restart the"
                " programs that used it (postfix reload)"},
    ForeignTool{ForeignKind::mutt_oauth2, "mutt_oauth2", "mutt_oauth2.py",
                "replace mutt_oauth2.py in your muttrc by: sasl-oauth token ACCOUNT"},
    ForeignTool{ForeignKind::oama, "oama", "oama",
                "replace \"oama access\" in your programs by: sasl-oauth token ACCOUNT"},
    ForeignTool{ForeignKind::email_oauth2_proxy, "email_oauth2_proxy", "email-oauth2-proxy",
                "take the account out of emailproxy.config, restart the proxy, and point the mail"
                " program at the real server"},
    ForeignTool{ForeignKind::ortie, "ortie", "Ortie",
                "replace \"ortie token show\" in your programs by: sasl-oauth token ACCOUNT"},
    ForeignTool{ForeignKind::pizauth, "pizauth", "pizauth",
                "take the account out of pizauth.conf and run: pizauth reload"},
    ForeignTool{ForeignKind::google_client, "google_client", "Google's console", ""},
    ForeignTool{ForeignKind::service_account, "service_account", "Google's console", ""},
    ForeignTool{ForeignKind::authorized_user, "authorized_user", "gcloud",
                "let no program refresh from that file any more"},
    ForeignTool{ForeignKind::google_auth, "google_auth", "Google's Python library",
                "let the Python program use that file no more"},
    ForeignTool{ForeignKind::go_token, "go_token", "a Go program",
                "let the Go program use that file no more"},
    ForeignTool{ForeignKind::msal, "msal", "MSAL",
                "replace the program that kept it (oauth2ms) by: sasl-oauth token ACCOUNT"},
    ForeignTool{ForeignKind::git_credential, "git_credential", "a credential helper",
                "erase it from the helper: git credential reject"},
};

Error mistake(const std::string& source, std::string_view what) {
  return Error{ErrorKind::bad_config,
               printable(source, bounds::max_quoted_bytes).append(" ").append(what)};
}

// The objects of other programs, the most telling member first.
struct Mark {
  std::string_view member;
  JsonKind kind;
  ForeignKind whose;
};

constexpr Mark marks[] = {
    {"installed", JsonKind::structure, ForeignKind::google_client},
    {"web", JsonKind::structure, ForeignKind::google_client},
    {"RefreshToken", JsonKind::structure, ForeignKind::msal},
    {"registration", JsonKind::string, ForeignKind::mutt_oauth2},
    {"access_token_expiration", JsonKind::string, ForeignKind::mutt_oauth2},
    {"exp_date", JsonKind::string, ForeignKind::oama},
    {"token_uri", JsonKind::string, ForeignKind::google_auth},
    {"issued_at", JsonKind::number, ForeignKind::ortie},
    {"expires_in", JsonKind::number, ForeignKind::ortie},
};

bool has(const JsonObject& object, std::string_view name, JsonKind kind) {
  const JsonMember* member = object.find(name);
  return member && member->kind == kind;
}

Result<ForeignKind> recognise_object(const JsonObject& object, const std::string& source) {
  if (object.find("version") && object.find("account")) {
    return mistake(source, "is a record of sasl-oauth already; copy it into the store");
  }
  const std::string_view type = object.string("type");
  if (type == "service_account") return ForeignKind::service_account;
  if (type == "authorized_user") return ForeignKind::authorized_user;
  for (const Mark& mark : marks) {
    if (has(object, mark.member, mark.kind)) return mark.whose;
  }
  if (object.string("expiry").find('T') != std::string_view::npos) return ForeignKind::go_token;
  if (!object.string("refresh_token").empty()) return ForeignKind::sasl_xoauth2;
  if (!object.string("access_token").empty()) {
    return mistake(source, "holds no refresh token; sign in instead: sasl-oauth login");
  }
  return mistake(source, "is JSON of no program that is known; it has no refresh_token");
}

// Returns whether a line of the text begins with `word`, behind blanks.
bool has_line(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const std::size_t before = at == 0 ? text.npos : text.find_last_not_of(" \t", at - 1);
    if (before == text.npos || text[before] == '\n') return true;
  }
  return false;
}

bool is_encrypted(std::string_view text) {
  return starts_with(trimmed(text), "-----BEGIN PGP MESSAGE") || !is_utf8(text) ||
         text.find('\0') != text.npos;
}

}  // namespace

const ForeignTool& foreign_tool(ForeignKind kind) noexcept {
  return *std::find_if(tools.begin(), tools.end(),
                       [&](const ForeignTool& each) { return each.kind == kind; });
}

std::optional<ForeignKind> foreign_kind_from(std::string_view name) noexcept {
  for (const ForeignTool& each : tools) {
    if (each.name == name) return each.kind;
  }
  return std::nullopt;
}

std::vector<std::string> foreign_kind_names() {
  std::vector<std::string> names;
  for (const ForeignTool& each : tools) names.emplace_back(each.name);
  return names;
}

Result<ForeignKind> recognise(std::string_view text, const std::string& source) {
  if (is_encrypted(text)) {
    return mistake(source,
                   "is encrypted, or no text; give the command that decrypts it, as in:"
                   " --decrypt 'gpg --decrypt'");
  }
  if (trimmed(text).empty()) return mistake(source, "is empty; give another file");
  const Result<JsonObject> object = JsonObject::parse(text, JsonComments::passed_over);
  if (object) return recognise_object(*object, source);
  if (starts_with(trimmed(text), "{")) {
    return mistake(source, object.error().message + "; it may be cut off: copy it anew");
  }
  if (has_line(text, "[") && has_line(text, "token_url")) return ForeignKind::email_oauth2_proxy;
  if (has_line(text, "account ") && has_line(text, "auth_uri")) return ForeignKind::pizauth;
  if (has_line(text, "oauth_refresh_token=")) return ForeignKind::git_credential;
  if (is_visible_ascii(trimmed(text))) {
    return mistake(source,
                   "holds one token and nothing of its client; sign in instead: sasl-oauth login");
  }
  return mistake(source, "is a file of no program that is known; say whose it is");
}

}  // namespace oauth
