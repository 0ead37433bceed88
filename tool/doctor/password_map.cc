// SPDX-License-Identifier: MIT
#include "tool/doctor/password_map.h"

#include <algorithm>

#include "oauth/base/bounds.h"
#include "oauth/base/secret.h"
#include "oauth/base/text.h"

namespace tool {
namespace {

constexpr std::string_view named = "oauth2:";
constexpr std::string_view file = "file:";

bool goes_on(std::string_view line) { return !line.empty() && (line[0] == ' ' || line[0] == '\t'); }

PasswordEntry entry_of(std::string_view line) {
  const std::size_t end = line.find_first_of(" \t");
  const std::string_view key = line.substr(0, end);
  PasswordEntry entry =
      parse_password_entry(end == line.npos ? std::string_view() : line.substr(end));
  entry.key = key;
  return entry;
}

}  // namespace

PasswordEntry parse_password_entry(std::string_view value) {
  value = oauth::trimmed(value);
  PasswordEntry entry;
  const std::size_t colon = value.find(':');
  entry.user = value.substr(0, colon);
  const std::string_view password = colon == value.npos ? "" : value.substr(colon + 1);
  if (password.empty() || password == "-" || password == "oauth2") {
    entry.kind = PasswordKind::account;
    entry.target = entry.user;
  } else if (oauth::starts_with(password, named)) {
    entry.kind = PasswordKind::named_account;
    entry.target = password.substr(named.size());
  } else if (oauth::starts_with(password, file) || password[0] == '/') {
    entry.kind = PasswordKind::token_file;
    entry.target = password.substr(password[0] == '/' ? 0 : file.size());
  }
  return entry;
}

std::vector<PasswordEntry> parse_password_map(std::string_view text) {
  std::vector<PasswordEntry> entries;
  oauth::Secret logical;  // it may hold a password
  std::size_t begun_at = 0;
  const auto finish = [&] {
    const bool has_room = entries.size() < oauth::bounds::max_surveyed_accounts;
    if (!logical.empty() && has_room) {
      entries.push_back(entry_of(logical.reveal()));
      entries.back().line = begun_at;
    }
    logical = oauth::Secret();
  };
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::string_view content = oauth::trimmed(line);
    if (content.empty() || content[0] == '#') continue;
    if (!goes_on(line)) finish();
    if (logical.empty()) {
      begun_at = number;
    } else {
      logical.append(" ");
    }
    logical.append(content);
  }
  finish();
  return entries;
}

}  // namespace tool
