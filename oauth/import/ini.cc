// SPDX-License-Identifier: MIT
#include "oauth/import/ini.h"

#include <algorithm>
#include <set>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

class IniReader {
 public:
  // Each returns what is wrong with the line; empty if nothing is.
  std::string_view take(std::string_view line) {
    const std::string_view text = trimmed(line);
    if (text.empty() || text[0] == '#' || text[0] == ';') return {};
    if (line[0] == ' ' || line[0] == '\t') return go_on(text);
    if (text[0] == '[') return section(text);
    return item(text);
  }

  std::vector<IniSection> finish() { return std::move(sections_); }

 private:
  std::string_view section(std::string_view text) {
    if (text.size() < 3 || text.back() != ']') return "this section has no ']'";
    if (sections_.size() == bounds::max_imported_accounts) return "there are too many sections";
    sections_.push_back({std::string(text.substr(1, text.size() - 2)), {}});
    keys_.clear();
    return names_.insert(sections_.back().name).second ? "" : "this section stands twice";
  }

  std::string_view item(std::string_view text) {
    if (sections_.empty()) return "this line stands before any section";
    const std::size_t end = text.find_first_of("=:");
    const std::string_view key = trimmed(text.substr(0, std::min(end, text.size())));
    if (end == text.npos || key.empty()) return "this line is neither a section nor a key";
    if (!keys_.insert(ascii_lower(key)).second) return "this key stands twice in its section";
    sections_.back().items.push_back(
        {ascii_lower(key), Secret::copy_of(trimmed(text.substr(end + 1)))});
    return {};
  }

  std::string_view go_on(std::string_view text) {
    if (sections_.empty() || sections_.back().items.empty()) {
      return "this line is indented, but there is no value before it";
    }
    Secret& value = sections_.back().items.back().value;
    value.append("\n");
    value.append(text);
    return {};
  }

  std::vector<IniSection> sections_;
  std::set<std::string> names_;
  std::set<std::string> keys_;
};

}  // namespace

std::string_view IniSection::value(std::string_view key) const noexcept {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const IniItem& each) { return each.key == key; });
  return found == items.end() ? std::string_view() : found->value.reveal();
}

Result<std::vector<IniSection>> parse_ini(std::string_view text, const std::string& source) {
  IniReader reader;
  for (unsigned line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (const std::string_view wrong = reader.take(text.substr(0, end)); !wrong.empty()) {
      return Error{ErrorKind::bad_config, printable(source, bounds::max_quoted_bytes) + ":" +
                                              std::to_string(line) + ": " + std::string(wrong)};
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reader.finish();
}

}  // namespace oauth
