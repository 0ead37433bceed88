// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_SIGNING_ALGORITHM_H
#define OAUTH_BASE_SIGNING_ALGORITHM_H

#include <optional>
#include <string_view>

namespace oauth {

/// How a token is signed, by the names of RFC 7518 section 3.1; all with SHA-256.
enum class SigningAlgorithm {
  rs256,  // RSASSA-PKCS1-v1_5
  ps256,  // RSASSA-PSS, MGF1 with SHA-256, a salt of 32 octets
  es256   // ECDSA on P-256, R and S as 32 octets each
};

/// Returns the algorithm's name as in RFC 7518 ("RS256").
const char* signing_algorithm_name(SigningAlgorithm algorithm) noexcept;
/// Returns the algorithm of that name, or nothing.
std::optional<SigningAlgorithm> signing_algorithm_from(std::string_view name) noexcept;

}  // namespace oauth

#endif
