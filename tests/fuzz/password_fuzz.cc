// SPDX-License-Identifier: MIT
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "plugin/password.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

void password(std::string_view input) {
  using Kind = plugin::PasswordMeaning::Kind;
  const auto meaning = plugin::parse_password(oauth::Secret::copy_of(input));
  if (!meaning) return expect_secret_kept(meaning.error());
  const std::string& name = meaning->name;
  const bool is_token = meaning->kind == Kind::token;
  expect(is_token != meaning->token.empty(), "a token is there if it is one");
  expect(!is_token || (oauth::is_visible_ascii(meaning->token.reveal()) && name.empty() &&
                       meaning->token.size() <= oauth::bounds::max_token_bytes),
         "a token fits into a message, and is nothing else");
  const bool is_path = meaning->kind == Kind::path || meaning->kind == Kind::token_file;
  expect(!is_path || name[0] == '/', "a path is absolute");
  expect((is_path || meaning->kind == Kind::account) != name.empty(), "what is named has a name");
  expect(!oauth::has_control_bytes(name), "a name has no control character");
  if (is_token) plugin::looks_like_password(meaning->token);
}

}  // namespace fuzz
