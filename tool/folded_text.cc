// SPDX-License-Identifier: MIT
#include "tool/folded_text.h"

#include <algorithm>

#include "oauth/base/text.h"

namespace tool {
namespace {

// A command goes on to the end of its clause.
std::size_t end_of_word(std::string_view text) {
  if (oauth::starts_with(text, "sasl-oauth ")) return text.size();
  if (!oauth::starts_with(text, "chmod ")) return std::min(text.find(' '), text.size());
  const std::size_t end = text.find(';');
  return end == text.npos ? text.size() : end + 1;
}

}  // namespace

std::size_t columns_of(std::string_view text) noexcept {
  const auto begins_one = [](char octet) {
    return (static_cast<unsigned char>(octet) & 0xc0) != 0x80;
  };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_one));
}

std::vector<std::string> folded(std::string_view sentence, std::size_t width) {
  std::vector<std::string> lines;
  for (sentence = oauth::trimmed(sentence); !sentence.empty();
       sentence = oauth::trimmed(sentence)) {
    const std::string word(sentence.substr(0, end_of_word(sentence)));
    sentence.remove_prefix(word.size());
    const bool fits = !lines.empty() && columns_of(lines.back()) + 1 + columns_of(word) <= width;
    if (fits) {
      lines.back() += " " + word;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

}  // namespace tool
