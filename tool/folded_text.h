// SPDX-License-Identifier: MIT
#ifndef TOOL_FOLDED_TEXT_H
#define TOOL_FOLDED_TEXT_H

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

/// Returns how many characters of UTF-8 text a terminal shows; each counts for one column.
std::size_t columns_of(std::string_view text) noexcept;

/// Returns a sentence as lines of at most `width` columns, broken at blanks. "sasl-oauth ..." and
/// "chmod ..." are commands to be copied, so each stays on one line, however long that gets.
std::vector<std::string> folded(std::string_view sentence, std::size_t width);

}  // namespace tool

#endif
