// SPDX-License-Identifier: MIT
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/store/derived_record.h"
#include "oauth/store/record_name.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

void expect_file_name(std::string_view account, const std::string& name) {
  expect(!name.empty() && name.size() <= oauth::bounds::max_record_name_bytes, "a name is bounded");
  expect(name[0] != '.' && name.find('/') == name.npos, "a name leads nowhere else");
  expect(oauth::is_visible_ascii(name), "a name is visible ASCII");
  expect(oauth::record_name(oauth::ascii_lower(account)).value() == name, "capitals do not matter");
  const auto back = oauth::account_of(name + oauth::record_suffix);
  expect(back && *back == oauth::ascii_lower(account), "a name stands for its account");
}

}  // namespace

void record_name(std::string_view input) {
  const auto name = oauth::record_name(input);
  if (name) expect_file_name(input, *name);
  if (!name) expect_secret_kept(name.error());
  if (const auto account = oauth::account_of(input)) {
    const auto again = oauth::record_name(*account);
    expect(again && *again + oauth::record_suffix == input, "one file stands for one account");
  }
  const std::string user(input);
  const auto served = oauth::check_user_of("*@example.com", user);
  if (!served) return expect_sentence(served.error());
  expect(name && oauth::ends_with(*name, "@example.com"), "a pattern serves its domain alone");
  expect(oauth::derived_record("*@example.com", user).account == user, "a user has his own record");
}

}  // namespace fuzz
