// SPDX-License-Identifier: MIT
#include "tool/postfix_map.h"

#include <algorithm>
#include <optional>

#include "oauth/base/bounds.h"
#include "oauth/base/secret.h"
#include "oauth/base/text.h"

namespace tool {
namespace {

constexpr std::string_view blanks = " \t\r\n,";

// Tables that postmap makes of a text file of the same name, or that are one.
constexpr std::string_view file_types[] = {"hash", "btree", "lmdb",    "cdb",
                                           "dbm",  "sdbm",  "texthash"};

bool is_of_file(std::string_view type) {
  return std::find(std::begin(file_types), std::end(file_types), type) != std::end(file_types);
}

// "KEY LOGIN:PATH" of one logical line.
std::optional<PostfixEntry> entry_of(std::string_view text, unsigned line) {
  text = oauth::trimmed(text);
  const std::size_t key_end = text.find_first_of(" \t");
  if (key_end == text.npos) return std::nullopt;
  const std::string_view value = oauth::trimmed(text.substr(key_end));
  const std::size_t colon = value.find(':');
  if (colon == value.npos || colon == 0) return std::nullopt;
  std::string_view path = value.substr(colon + 1);
  if (oauth::starts_with(path, "file:")) path.remove_prefix(5);
  if (!oauth::starts_with(path, "/") || oauth::has_control_bytes(value)) return std::nullopt;
  return PostfixEntry{std::string(value.substr(0, colon)), std::string(path), line};
}

bool is_there(const std::vector<PostfixEntry>& entries, const PostfixEntry& entry) {
  return std::any_of(entries.begin(), entries.end(), [&](const PostfixEntry& each) {
    return each.login == entry.login && each.path == entry.path;
  });
}

}  // namespace

PostfixTables postfix_tables(std::string_view setting) {
  PostfixTables tables;
  for (;;) {
    const std::size_t start = setting.find_first_not_of(blanks);
    if (start == setting.npos) return tables;
    setting.remove_prefix(start);
    const std::string_view table = setting.substr(0, setting.find_first_of(blanks));
    setting.remove_prefix(table.size());
    const std::size_t colon = table.find(':');
    const std::string_view type = colon == table.npos ? "hash" : table.substr(0, colon);
    const std::string_view path = colon == table.npos ? table : table.substr(colon + 1);
    const bool is_file = is_of_file(type) && oauth::starts_with(path, "/");
    (is_file ? tables.files : tables.others).emplace_back(is_file ? path : table);
  }
}

oauth::Result<std::vector<PostfixEntry>> parse_postfix_map(std::string_view text,
                                                           const std::string& source) {
  std::vector<PostfixEntry> entries;
  std::string logical;
  unsigned first = 1;
  const auto flush = [&] {
    const auto entry = entry_of(logical, first);
    if (entry && !is_there(entries, *entry)) entries.push_back(*entry);
    oauth::wipe(logical.data(), logical.size());
    logical.clear();
  };
  for (unsigned line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (oauth::trimmed(row).empty() || oauth::trimmed(row)[0] == '#') continue;
    const bool goes_on = row[0] == ' ' || row[0] == '\t';
    if (!goes_on) flush();
    if (logical.empty()) first = line;
    logical += row;
    if (entries.size() > oauth::bounds::max_imported_accounts) {
      return oauth::Error{oauth::ErrorKind::bad_config,
                          source + " holds more entries than anybody has"};
    }
  }
  flush();
  return entries;
}

}  // namespace tool
