// SPDX-License-Identifier: MIT
#include "oauth/base/duration.h"

#include <cstdint>

#include "oauth/base/text.h"

namespace oauth {
namespace {

constexpr std::size_t max_digits = 8;

// Returns how many seconds the unit has; 0 if it is none.
std::int64_t unit_seconds(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3600;
    case 'd':
      return 86400;
    default:
      return 0;
  }
}

}  // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text) noexcept {
  if (text.size() < 2 || text.size() > max_digits + 1) return std::nullopt;
  const std::int64_t unit = unit_seconds(text.back());
  text.remove_suffix(1);
  if (unit == 0 || text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
  const auto count = parse_integer(text);
  if (!count) return std::nullopt;
  return std::chrono::seconds(*count * unit);
}

}  // namespace oauth
