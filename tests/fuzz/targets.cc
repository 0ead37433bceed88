// SPDX-License-Identifier: MIT
#include "tests/fuzz/targets.h"

namespace fuzz {

const Target* find_target(std::string_view name) noexcept {
  for (const Target& each : targets) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

}  // namespace fuzz
