// SPDX-License-Identifier: MIT
#include "oauth/base/signing_algorithm.h"

namespace oauth {
namespace {

constexpr const char* names[] = {"RS256", "PS256", "ES256"};

}  // namespace

const char* signing_algorithm_name(SigningAlgorithm algorithm) noexcept {
  return names[static_cast<int>(algorithm)];
}

std::optional<SigningAlgorithm> signing_algorithm_from(std::string_view name) noexcept {
  for (int i = 0; i < static_cast<int>(sizeof names / sizeof names[0]); ++i) {
    if (name == names[i]) return static_cast<SigningAlgorithm>(i);
  }
  return std::nullopt;
}

}  // namespace oauth
