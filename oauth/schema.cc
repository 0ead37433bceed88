// SPDX-License-Identifier: MIT
#include "oauth/schema.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

std::string in_quotes(std::string_view text) {
  return "\"" + printable(text, bounds::max_quoted_bytes) + "\"";
}

}  // namespace

std::string sublabel(std::string_view label, std::string_view key) {
  std::string inner = printable(key, bounds::max_quoted_bytes);
  if (!is_config_name(key)) inner = "\"" + inner + "\"";
  if (label.empty()) return "[" + inner + "]";
  return std::string(label.substr(0, label.size() - 1)) + "." + inner + "]";
}

Result<SettingScope> scope_of(const Setting& setting) {
  const SettingScope& outer = setting.scope();
  std::string label = sublabel(outer.label, setting.key());
  if (setting.value().kind != TomlValue::Kind::table) {
    return outer.mistake(setting.value().line, label + " must be a table");
  }
  return SettingScope{setting.value(), std::move(label), outer.file, outer.trust};
}

Error unknown_key(const Setting& setting, const std::vector<std::string_view>& known) {
  const SettingScope& scope = setting.scope();
  const bool is_table = setting.value().kind == TomlValue::Kind::table;
  std::string what = is_table ? "unknown table " : "unknown key ";
  what += is_table ? sublabel(scope.label, setting.key()) : in_quotes(setting.key());
  if (!is_table && !scope.label.empty()) what += " in " + scope.label;
  if (const auto meant = nearest(setting.key(), known)) {
    what += "; did you mean \"" + std::string(*meant) + "\"?";
  } else {
    what += "; known here: ";
    for (std::size_t i = 0; i < known.size(); ++i) {
      what.append(i == 0 ? "" : ", ").append(known[i]);
    }
  }
  return scope.mistake(setting.value().line, what);
}

}  // namespace oauth
