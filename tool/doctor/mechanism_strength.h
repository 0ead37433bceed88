// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_MECHANISM_STRENGTH_H
#define TOOL_DOCTOR_MECHANISM_STRENGTH_H

namespace tool {

/// What a plugin claims of a mechanism, as far as libsasl 2.1 ranks by it.
struct MechanismStrength {
  bool no_anonymous = false;
  bool no_plaintext = false;
  bool no_dictionary = false;
  unsigned max_ssf = 0;
};

enum class Order { above, by_chance, below };

/// Returns where `one` stands relative to `other` in libsasl's list. The claims are compared in
/// this order; two that claim the same stand as their files happen to lie in the folder.
Order compare(const MechanismStrength& one, const MechanismStrength& other) noexcept;

/// PLAIN and LOGIN: what a password account signs in with.
inline constexpr MechanismStrength password_strength{true, false, false, 0};

/// Ours (plugin/door/rank.h).
MechanismStrength our_strength(bool is_high, bool claims_no_plaintext) noexcept;

}  // namespace tool

#endif
