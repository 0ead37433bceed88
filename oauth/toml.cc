// SPDX-License-Identifier: MIT
#include "oauth/toml.h"

#include <algorithm>

// toml++ 3.3 asserts that "[{" cannot be, and then reports it properly all the same. A mistake in a
// file must not abort the program; with NDEBUG clang would even take the assertion for granted.
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 0
#include <toml++/toml.h>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/toml_text.h"

namespace oauth {
namespace {

Error mistake(const std::string& file, unsigned line, unsigned column, std::string_view what) {
  std::string place = file + ":" + std::to_string(line);
  if (column != 0) place += ":" + std::to_string(column);
  return {ErrorKind::bad_config, place.append(": ").append(what)};
}

// The parser's own description quotes the document, so it is only looked at for what it is about.
struct Phrase {
  std::string_view subject;
  std::string_view ours;
};

constexpr std::string_view malformed_string =
    "a string is not closed, or holds what a string may not";
constexpr std::string_view malformed_line = "a line is not of the form key = \"value\"";
constexpr std::string_view malformed_value =
    "a value is malformed; texts stand in \"double quotes\"";

constexpr Phrase phrases[] = {
    {"parsing string", malformed_string},
    {"parsing literal string", malformed_string},
    {"parsing unicode", malformed_string},
    {"parsing comment", "a comment holds what a comment may not"},
    {"parsing table header", "a table's header is malformed"},
    {"parsing array", "a list is malformed"},
    {"parsing inline table", "a table in braces is malformed"},
    {"parsing key", malformed_line},
    {"parsing root table", malformed_line},
};

std::string_view phrase_for(std::string_view description) {
  const std::size_t colon = std::min(description.find(": "), description.size());
  const std::string_view subject = description.substr(0, colon);
  const std::string_view complaint = description.substr(std::min(colon + 2, description.size()));
  for (const std::string_view twice : {"cannot redefine", "cannot insert"}) {
    if (starts_with(complaint, twice)) return "a key or table stands twice";
  }
  for (const Phrase& phrase : phrases) {
    if (subject.find(phrase.subject) != subject.npos) return phrase.ours;
  }
  return malformed_value;
}

struct Converter {
  const std::string& file;

  Result<TomlValue> convert(toml::node& node, std::size_t depth) const {
    TomlValue value;
    value.line = node.source().begin.line;
    if (depth > bounds::max_config_depth) {
      return mistake(file, value.line, 0, "tables are nested too deeply; five is the most");
    }
    if (auto* text = node.as_string()) {
      value.kind = TomlValue::Kind::text;
      value.text = Secret::take(text->get());
    } else if (const auto* boolean = node.as_boolean()) {
      value.kind = TomlValue::Kind::boolean;
      value.boolean = boolean->get();
    } else if (auto* list = node.as_array()) {
      value.kind = TomlValue::Kind::list;
      return with_items(std::move(value), *list, depth);
    } else if (auto* table = node.as_table()) {
      value.kind = TomlValue::Kind::table;
      return with_members(std::move(value), *table, depth);
    }
    return value;
  }

  Result<TomlValue> with_items(TomlValue value, toml::array& list, std::size_t depth) const {
    for (toml::node& item : list) {
      auto converted = convert(item, depth + 1);
      if (!converted) return converted;
      value.members.push_back(std::move(*converted));
    }
    return value;
  }

  Result<TomlValue> with_members(TomlValue value, toml::table& table, std::size_t depth) const {
    for (auto&& [key, node] : table) {
      auto converted = convert(node, depth + 1);
      if (!converted) return converted;
      converted->key = std::string(key.str());
      converted->line = key.source().begin.line;
      value.members.push_back(std::move(*converted));
    }
    std::stable_sort(value.members.begin(), value.members.end(),
                     [](const TomlValue& a, const TomlValue& b) { return a.line < b.line; });
    return value;
  }
};

}  // namespace

const TomlValue* TomlValue::member(std::string_view name) const {
  for (const TomlValue& each : members) {
    if (each.key == name) return &each;
  }
  return nullptr;
}

Result<TomlValue> parse_toml(std::string_view text, const std::string& file) {
  auto ascii = toml_in_ascii(text, file);
  if (!ascii) return ascii.error();
  toml::parse_result parsed = toml::parse(ascii->reveal());
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    std::string what = "this is not TOML: ";
    what += phrase_for(error.description());
    const toml::source_position at = error.source().begin;
    return mistake(file, at.line, at.column, what);
  }
  return Converter{file}.convert(parsed.table(), 0);
}

}  // namespace oauth
