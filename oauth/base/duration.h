// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_DURATION_H
#define OAUTH_BASE_DURATION_H

#include <chrono>
#include <optional>
#include <string_view>

namespace oauth {

/// Returns what "90s", "10m", "1h" or "7d" says; nothing for anything else, or for more than eight
/// digits.
std::optional<std::chrono::seconds> parse_duration(std::string_view text) noexcept;

}  // namespace oauth

#endif
