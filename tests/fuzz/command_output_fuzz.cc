// SPDX-License-Identifier: MIT
#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/command.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

void command_output(std::string_view input) {
  constexpr oauth::TimePoint now = oauth::from_unix(1700000000);
  const auto reply = oauth::parse_command_output(input, now);
  if (!reply) return expect_secret_kept(reply.error());
  expect(oauth::is_visible_ascii(reply->access_token.reveal()), "a token fits into a header");
  expect(reply->access_token.size() <= oauth::bounds::max_token_bytes, "a token is bounded");
  expect(reply->refresh_token.empty(), "a command gives no refresh token");
  expect(reply->expires_in >= oauth::seconds(0) &&
             reply->expires_in <= oauth::bounds::max_token_lifetime,
         "an expiry is within bounds");
}

}  // namespace fuzz
