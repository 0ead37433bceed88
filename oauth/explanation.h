// SPDX-License-Identifier: MIT
#ifndef OAUTH_EXPLANATION_H
#define OAUTH_EXPLANATION_H

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oauth/base/error.h"

/// What servers' codes and words mean, as the providers' sheets say (doc/adr/0010). Nothing decides
/// by it: it is for people.
namespace oauth {

/// Two phrases without a full stop. A remedy of `sign_in_again` needs no saying where the sentence
/// names the command anyway.
struct Explanation {
  std::string meaning;
  std::string remedy;
};

inline constexpr std::string_view sign_in_again = "sign in again";

/// By the code ("AADSTS700082", "invalid_rapt") or by words of the server ("Invalid JWT").
using Explanations = std::vector<std::pair<std::string, Explanation>>;

/// Returns what explains the error, or NULL: by its subcode, else by the longest key with a blank
/// in it that is found in its message, else by its code.
const Explanation* explain(const Explanations& all, const Error& error);

/// Returns what explains a mail server's answer, or NULL: by the longest key that is found in it.
/// Keys are found whole ("5.7.3" is not in "5.7.30") and in any case of letters.
const Explanation* explain_words(const Explanations& all, std::string_view words);

/// Returns the explanation as one phrase of at most bounds::max_explanation_bytes: "MEANING;
/// REMEDY", or the meaning alone where the remedy is to sign in again.
std::string as_phrase(const Explanation& explanation);

}  // namespace oauth

#endif
