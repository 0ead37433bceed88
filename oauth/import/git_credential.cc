// SPDX-License-Identifier: MIT
#include "oauth/import/git_credential.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

Error mistake(const std::string& source, unsigned line, std::string_view what) {
  return Error{ErrorKind::bad_config, printable(source, bounds::max_quoted_bytes) + ":" +
                                          std::to_string(line) + ": " + std::string(what)};
}

bool put(Record& record, std::string_view key, std::string_view value) {
  if (key == "username") record.account = std::string(value);
  if (key == "password") record.access_token = Secret::copy_of(value);
  if (key == "oauth_refresh_token") record.refresh_token = Secret::copy_of(value);
  if (key != "password_expiry_utc") return true;
  const auto at = parse_integer(value);
  if (!at || *at < 0 || *at > bounds::max_unix_time) return false;
  record.expires_at = from_unix(*at);
  return true;
}

}  // namespace

Result<ForeignAccounts> parse_git_credential(std::string_view text, const std::string& source) {
  Record record;
  for (unsigned line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
    if (row.empty()) break;  // ends a credential
    const std::size_t equals = row.find('=');
    if (equals == row.npos) return mistake(source, line, "there is no '=' on this line");
    if (!put(record, row.substr(0, equals), row.substr(equals + 1))) {
      return mistake(source, line, "password_expiry_utc is no time");
    }
  }
  if (auto checked = check_foreign(record, source); !checked) return checked.error();
  ForeignAccounts accounts;
  accounts.push_back(std::move(record));
  return accounts;
}

}  // namespace oauth
