// SPDX-License-Identifier: MIT
#include "oauth/login/pending_sign_in.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

void pending_sign_in(std::string_view input) {
  const auto pending = oauth::parse_pending(input);
  if (!pending) return expect_secret_kept(pending.error());
  expect(!pending->account.empty() && !pending->attempt.state.empty() &&
             !pending->attempt.verifier.empty(),
         "what was begun can be finished");
  const oauth::Secret text = oauth::write_pending(*pending);
  const auto again = oauth::parse_pending(text.reveal());
  expect(again && text.equals(oauth::write_pending(*again)), "writing changes nothing");
  expect(again->attempt.state.equals(pending->attempt.state) &&
             again->attempt.verifier.equals(pending->attempt.verifier) &&
             again->expires_at == pending->expires_at,
         "what proves the sign-in stays");
}

}  // namespace fuzz
