// SPDX-License-Identifier: MIT
#ifndef OAUTH_SCHEMA_H
#define OAUTH_SCHEMA_H

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/setting.h"

/// The machinery of the configuration's format: a table's schema is a list of fields, which is at
/// once the list of its known keys and what each of them does.
namespace oauth {

/// A known key of a table, and what its value does to the target.
template <class T>
struct Field {
  std::string_view key;
  Result<void> (*read)(const Setting&, T&);
};

/// Puts what was read in its place, or returns why it could not be read.
template <class T, class U>
Result<void> put(Result<U> from, T& to) {
  if (!from) return from.error();
  to = std::move(*from);
  return {};
}

/// Returns how sentences name the table `key` of the one labelled `label`: "[client.mine]".
std::string sublabel(std::string_view label, std::string_view key);

/// Returns the scope of the table that the setting is. Errors: bad_config (it is no table).
Result<SettingScope> scope_of(const Setting& setting);

/// Returns the sentence about a key that is none of the known ones: with the nearest, or all.
Error unknown_key(const Setting& setting, const std::vector<std::string_view>& known);

/// What reads one setting of a table into a target.
template <class T>
using SettingReader = Result<void> (*)(const Setting&, T&);

/// The reader that goes by a schema: an array of Field<T>.
template <class T, const auto& fields>
Result<void> by_fields(const Setting& setting, T& target) {
  std::vector<std::string_view> known;
  for (const Field<T>& field : fields) {
    if (field.key == setting.key()) return field.read(setting, target);
    known.push_back(field.key);
  }
  return unknown_key(setting, known);
}

/// Reads all settings of a table, up to the first mistake.
template <class T>
Result<void> read_settings(const SettingScope& scope, SettingReader<T> read, T& target) {
  for (const TomlValue& value : scope.table.members) {
    if (auto done = read(Setting(value, scope), target); !done) return done;
  }
  return {};
}

/// Reads all settings of the table that the setting is.
template <class T>
Result<void> read_table(const Setting& setting, SettingReader<T> read, T& target) {
  auto scope = scope_of(setting);
  if (!scope) return scope.error();
  return read_settings(*scope, read, target);
}

}  // namespace oauth

#endif
