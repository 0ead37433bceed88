// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"
#include "oauth/wire/jwt.h"
#include "oauth/wire/jwt_view.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

void expect_viewed(std::string_view token, const oauth::JwtView& view) {
  expect(token.size() <= oauth::bounds::max_token_bytes, "what is viewed is bounded");
  expect(std::count(token.begin(), token.end(), '.') == 2, "a JWT has three parts");
  expect(!view.header.string("alg").empty(), "a header has an alg");
  expect(view.claims.repeated_name().empty(), "no claim stands twice");
  expect(token.back() == '.' || oauth::is_compact_jwt(token), "what is signed is a compact JWT");
}

}  // namespace

void jwt(std::string_view input) {
  if (const auto view = oauth::view_jwt(input)) expect_viewed(input, *view);
  std::string_view rest = input;
  const oauth::Secret header = oauth::Secret::copy_of(next_part(rest));
  const oauth::Secret claims = oauth::Secret::copy_of(next_part(rest));
  const oauth::Secret made = oauth::compact_jwt(oauth::jwt_signing_input(header, claims), rest);
  const std::string_view text = made.reveal();
  const std::string_view first = text.substr(0, text.find('.'));
  const auto read = oauth::base64url_decode(first);
  expect(read && read->equals(header), "a made JWT holds its header");
  expect(oauth::is_compact_jwt(text) == (!header.empty() && !claims.empty() && !rest.empty()),
         "a made JWT is compact unless a part is empty");
}

}  // namespace fuzz
