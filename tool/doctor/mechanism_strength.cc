// SPDX-License-Identifier: MIT
#include "tool/doctor/mechanism_strength.h"

namespace tool {

Order compare(const MechanismStrength& one, const MechanismStrength& other) noexcept {
  const unsigned claims[][2] = {{one.no_anonymous, other.no_anonymous},
                                {one.no_plaintext, other.no_plaintext},
                                {one.no_dictionary, other.no_dictionary},
                                {one.max_ssf, other.max_ssf}};
  for (const auto& [mine, its] : claims) {
    if (mine != its) return mine > its ? Order::above : Order::below;
  }
  return Order::by_chance;
}

MechanismStrength our_strength(bool is_high, bool claims_no_plaintext) noexcept {
  return {is_high, claims_no_plaintext, true, 0};
}

}  // namespace tool
