// SPDX-License-Identifier: MIT
#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/token_reply.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

namespace bounds = oauth::bounds;

bool is_lifetime(oauth::seconds time) {
  return time >= oauth::seconds(0) && time <= bounds::max_token_lifetime;
}

void expect_usable(const oauth::TokenReply& reply) {
  const std::string_view access = reply.access_token.reveal();
  expect(reply.problem.empty() != access.empty(), "there is an access token, or a problem");
  expect(access.empty() || oauth::is_visible_ascii(access), "an access token fits into a header");
  expect(access.size() <= bounds::max_token_bytes, "an access token is bounded");
  expect(reply.refresh_token.size() <= bounds::max_token_bytes, "a refresh token is bounded");
  expect(!oauth::has_control_bytes(reply.refresh_token.reveal()),
         "a refresh token has no control character");
  expect(reply.problem.empty() || !reply.refresh_token.empty(),
         "without an access token there is a refresh token to store");
  expect(is_lifetime(reply.expires_in), "an expiry is within bounds");
  expect(is_lifetime(reply.refresh_token_expires_in.value_or(oauth::seconds(0))),
         "the refresh token's expiry is within bounds");
  expect(is_printable(reply.problem + reply.remark, bounds::max_quoted_bytes),
         "the phrases are printable");
  expect(is_printable(reply.scope, bounds::max_setting_bytes + 3), "the scope is printable");
}

}  // namespace

void token_reply(std::string_view input) {
  const auto reply = oauth::parse_token_reply(input);
  if (reply) expect_usable(*reply);
  if (!reply) expect_sentence(reply.error());
  const auto error = oauth::parse_token_error(input);
  if (!error) return;
  expect(!error->error.empty(), "an error has a code");
  expect(!reply || reply->access_token.empty(), "an error brings no access token");
  for (const std::string& words :
       {error->error, error->description, error->subtype, error->subcode}) {
    expect(is_printable(words, bounds::max_quoted_bytes + 3), "a server's words are printable");
  }
}

}  // namespace fuzz
