// SPDX-License-Identifier: MIT
#include <string>

#include "oauth/config_reader.h"
#include "oauth/import/git_credential.h"
#include "oauth/import/pizauth_conf.h"
#include "oauth/import/proxy_accounts.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"
#include "tests/support/scripted_http.h"

namespace fuzz {
namespace {

void expect_proxy_account(oauth::ProxyAccount& account) {
  const bool needs_password = account.is_encrypted();
  oauth::ScriptedNetwork no_crypto;
  const auto record =
      oauth::open_proxy_account(account, oauth::Secret::copy_of("p"), no_crypto, "f");
  if (!record) return expect_sentence(record.error());
  expect(!needs_password, "nothing is decrypted without a key");
  expect(static_cast<bool>(oauth::check_foreign(*record, "f")), "an account may become a record");
}

void expect_toml(const oauth::PizauthAccount& account) {
  for (const char* known : {"", "google"}) {
    const auto read = oauth::parse_configuration(oauth::toml_of(account, known), "c.toml",
                                                 oauth::SourceTrust::readable_by_others);
    // What is no URL or too long is for the person to correct; the rest is said well.
    if (read) expect(read->clients.size() == 1, "a client is described");
    if (!read) expect(read.error().message.find("not TOML") == std::string::npos, "it is TOML");
  }
}

}  // namespace

void import_lines(std::string_view input) {
  const auto credential = oauth::parse_git_credential(input, "f");
  if (!credential) expect_secret_kept(credential.error());
  if (credential) {
    expect(static_cast<bool>(oauth::check_foreign(credential->front(), "f")),
           "an account may become a record");
  }
  auto proxy = oauth::parse_proxy_accounts(input, "f");
  if (!proxy) expect_secret_kept(proxy.error());
  if (proxy) {
    for (oauth::ProxyAccount& account : *proxy) expect_proxy_account(account);
  }
  const auto pizauth = oauth::parse_pizauth_conf(input, "f");
  if (!pizauth) return expect_secret_kept(pizauth.error());
  for (const oauth::PizauthAccount& account : *pizauth) expect_toml(account);
}

}  // namespace fuzz
