// SPDX-License-Identifier: MIT
#include "oauth/import/msal_cache.h"

#include <algorithm>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/store/member_reader.h"

namespace oauth {
namespace {

// Where Microsoft's clouds sign people in. Nobody else's host gets a token of theirs.
constexpr std::string_view environments[] = {
    "login.microsoftonline.com", "login.windows.net",        "login.microsoft.com",
    "sts.windows.net",           "login.microsoftonline.us", "login.partner.microsoftonline.cn",
    "login.chinacloudapi.cn"};

Error mistake(const std::string& source, std::string_view what) {
  return Error{ErrorKind::bad_config,
               printable(source, bounds::max_quoted_bytes).append(" ").append(what)};
}

// The texts of one entry of a map.
struct Entry {
  std::string client_id, environment, home_account_id, target, username, realm;
  Secret secret;
};

Result<Entry> read_entry(const JsonMember& member, const std::string& source) {
  const Result<JsonObject> object = parse_file_object(member.text.reveal(), source);
  if (!object) return object.error();
  MemberReader reader(*object, source);
  Entry entry;
  entry.client_id = reader.string("client_id");
  entry.environment = ascii_lower(reader.text("environment"));
  entry.home_account_id = reader.string("home_account_id");
  entry.target = reader.string("target");
  entry.username = reader.string("username");
  entry.realm = reader.string("realm");
  entry.secret = reader.secret("secret");
  if (reader.error()) return *reader.error();
  return entry;
}

Result<std::vector<Entry>> read_map(const JsonObject& cache, std::string_view name,
                                    const std::string& source) {
  std::vector<Entry> entries;
  const JsonMember* map = cache.find(name);
  if (!map) return entries;
  const Result<JsonObject> object = parse_file_object(map->text.reveal(), source);
  if (!object) return object.error();
  if (object->members().size() > bounds::max_imported_accounts) {
    return mistake(source, "holds more entries than anybody has; it cannot be the right file");
  }
  for (const JsonMember& member : object->members()) {
    Result<Entry> entry = read_entry(member, source);
    if (!entry) return entry.error();
    entries.push_back(std::move(*entry));
  }
  return entries;
}

const Entry* entry_of(const std::vector<Entry>& entries, const Entry& token) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& each) {
    return each.home_account_id == token.home_account_id &&
           (each.client_id.empty() || each.client_id == token.client_id);
  });
  return found == entries.end() ? nullptr : &*found;
}

// A tenant is an id or a domain; anything else would change the URL.
bool is_tenant(std::string_view text) {
  return !text.empty() && text.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") == text.npos;
}

Result<Record> join(Entry token, const Entry* account, const Entry* access,
                    const std::string& source) {
  const bool is_known = std::find(std::begin(environments), std::end(environments),
                                  token.environment) != std::end(environments);
  if (!is_known) return mistake(source, "names an environment that is not Microsoft's");
  const std::string tenant = account && is_tenant(account->realm) ? account->realm : "common";
  Record record;
  record.provider = "microsoft";
  if (account) record.account = account->username;
  record.client.token_endpoint =
      "https://" + token.environment + "/" + tenant + "/oauth2/v2.0/token";
  record.client.client_id = std::move(token.client_id);
  record.client.scope = token.target.empty() && access ? access->target : token.target;
  record.refresh_token = std::move(token.secret);
  return record;
}

}  // namespace

Result<ForeignAccounts> parse_msal_cache(std::string_view text, const std::string& source) {
  const Result<JsonObject> cache = parse_file_object(text, source);
  if (!cache) return cache.error();
  auto tokens = read_map(*cache, "RefreshToken", source);
  if (!tokens) return tokens.error();
  const auto accounts = read_map(*cache, "Account", source);
  if (!accounts) return accounts.error();
  const auto access = read_map(*cache, "AccessToken", source);
  if (!access) return access.error();
  ForeignAccounts found;
  for (Entry& token : *tokens) {
    const Entry* account = entry_of(*accounts, token);
    const Entry* of_access = entry_of(*access, token);
    auto record = join(std::move(token), account, of_access, source);
    if (!record) return record.error();
    if (auto checked = check_foreign(*record, source); !checked) return checked.error();
    found.push_back(std::move(*record));
  }
  if (found.empty()) return mistake(source, "holds no refresh token; sign in instead");
  return found;
}

}  // namespace oauth
