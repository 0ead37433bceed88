// SPDX-License-Identifier: MIT
#include "oauth/import/foreign_account.h"
#include "oauth/import/foreign_kind.h"
#include "oauth/import/msal_cache.h"
#include "oauth/wire/json.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using oauth::ForeignAccounts;
using oauth::ForeignKind;

void expect_importable(const oauth::Result<ForeignAccounts>& accounts, std::string_view text) {
  if (!accounts) return expect_values_kept(accounts.error(), text);
  expect(!accounts->empty(), "a file that was taken holds an account");
  for (const oauth::Record& record : *accounts) {
    expect(static_cast<bool>(oauth::check_foreign(record, "f")), "an account may become a record");
    expect(!record.refresh_token.empty(), "an account has a refresh token");
  }
}

}  // namespace

void import_json(std::string_view input) {
  std::string_view defaults = input;
  const std::string_view text = next_part(defaults);
  for (const ForeignKind kind :
       {ForeignKind::sasl_xoauth2, ForeignKind::mutt_oauth2, ForeignKind::oama, ForeignKind::ortie,
        ForeignKind::authorized_user, ForeignKind::google_auth, ForeignKind::go_token}) {
    const bool has_text = static_cast<bool>(oauth::JsonObject::parse(text));
    expect_importable(oauth::parse_token_json(kind, text, "f", defaults, "d"),
                      has_text ? text : defaults);
  }
  expect_importable(oauth::parse_msal_cache(text, "f"), text);
  const auto kind = oauth::recognise(text, "f");
  if (!kind) expect_secret_kept(kind.error());
  if (kind) expect(!oauth::foreign_tool(*kind).title.empty(), "a known file is a known tool's");
}

}  // namespace fuzz
