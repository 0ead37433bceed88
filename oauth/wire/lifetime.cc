// SPDX-License-Identifier: MIT
#include "oauth/wire/lifetime.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "oauth/base/text.h"

namespace oauth {

std::optional<seconds> lifetime_of(const JsonObject& object, std::string_view name, seconds most) {
  const JsonMember* member = object.find(name);
  if (!member || (member->kind != JsonKind::number && member->kind != JsonKind::string)) {
    return std::nullopt;
  }
  const std::string_view text = trimmed(member->text.reveal());
  double number = 0;
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || stop != text.data() + text.size()) return std::nullopt;
  if (problem != std::errc() || !std::isfinite(number)) return std::nullopt;
  const auto limit = static_cast<double>(most.count());
  return seconds(static_cast<std::int64_t>(std::clamp(number, 0.0, limit)));
}

}  // namespace oauth
