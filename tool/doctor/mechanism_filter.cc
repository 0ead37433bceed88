// SPDX-License-Identifier: MIT
#include "tool/doctor/mechanism_filter.h"

#include "oauth/base/text.h"

namespace tool {

using oauth::equals_ignoring_case;

Filtered filtered(const std::vector<std::string>& filter, std::string_view mechanism) {
  if (filter.empty()) return Filtered::passes;
  for (const std::string& word : filter) {
    if (word.find(':') != word.npos || word[0] == '/') return Filtered::unknown;
    if (equals_ignoring_case(word, mechanism)) return Filtered::passes;
    if (word[0] == '!' && equals_ignoring_case(std::string_view(word).substr(1), mechanism)) {
      return Filtered::stops;
    }
  }
  return Filtered::stops;
}

}  // namespace tool
