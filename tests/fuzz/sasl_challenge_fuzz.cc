// SPDX-License-Identifier: MIT
#include <string>

#include "oauth/base/bounds.h"
#include "plugin/challenge.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

void sasl_challenge(std::string_view input) {
  constexpr std::size_t longest = oauth::bounds::max_quoted_bytes + 3;
  const oauth::SaslChallenge challenge = oauth::parse_sasl_challenge(input);
  for (const std::string& words :
       {challenge.status, challenge.scope, challenge.openid_configuration}) {
    expect(is_printable(words, longest), "a server's words are printable and bounded");
  }
  expect(!challenge.is_refusal || input.size() <= oauth::bounds::max_challenge_bytes,
         "what is too long is not read");
  const std::string sentence = plugin::describe(challenge, "imap.example.com", "user@example.com");
  expect(!sentence.empty() && is_printable(sentence, oauth::bounds::max_finding_bytes),
         "the sentence for the log is printable and bounded");
}

}  // namespace fuzz
