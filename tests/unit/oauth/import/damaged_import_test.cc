// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/text.h"
#include "oauth/import/git_credential.h"
#include "oauth/import/msal_cache.h"
#include "oauth/import/pizauth_conf.h"
#include "oauth/import/proxy_accounts.h"
#include "tests/support/damaged_texts.h"
#include "tests/support/scripted_http.h"

namespace oauth {
namespace {

const std::string mutt = R"({"registration": "google", "email": "you@example.com",
"access_token": "canary-access",
"access_token_expiration": "2023-11-14T22:13:20.000000",
"refresh_token": "canary-refresh"})";

const std::string msal =
    R"({"RefreshToken": {"a": {"secret": "canary-refresh", "client_id": "i",
"environment": "login.microsoftonline.com", "home_account_id": "u.t"}},
"Account": {"a": {"home_account_id": "u.t", "realm": "example.com", "username": "you@a.example"}}})";

const std::string git_credential =
    "username=you@example.com\npassword=canary-access\npassword_expiry_utc=1700003600\n"
    "oauth_refresh_token=canary-refresh\n";

const std::string proxy =
    "[you@example.com]\ntoken_url = https://login.example.com/token\nclient_id = i\n"
    "refresh_token = canary-refresh\n";

const std::string pizauth =
    "account \"work\" {\n auth_uri = \"https://a.example/auth\";\n"
    " token_uri = \"https://a.example/token\";\n client_id = \"canary-id\";\n}\n";

void assert_explained(const Error& error, const std::string& where) {
  CPPUNIT_ASSERT_MESSAGE(where, error.kind == ErrorKind::bad_config);
  CPPUNIT_ASSERT_MESSAGE(where + ": " + error.message, error.message.rfind("f", 0) == 0);
  CPPUNIT_ASSERT_MESSAGE(where + ": " + error.message,
                         error.message.find("canary") == std::string::npos);
}

void assert_importable(const Result<ForeignAccounts>& accounts, const std::string& where) {
  if (!accounts) return assert_explained(accounts.error(), where);
  for (const Record& record : *accounts) {
    CPPUNIT_ASSERT_MESSAGE(where, check_foreign(record, "f"));
    CPPUNIT_ASSERT_MESSAGE(where, !record.refresh_token.empty());
  }
}

Result<ForeignAccounts> parse_mutt(std::string_view text, const std::string& source) {
  return parse_token_json(ForeignKind::mutt_oauth2, text, source);
}

// As if the file were written plain, which it may be.
Result<ForeignAccounts> parse_proxy(std::string_view text, const std::string& source) {
  auto found = parse_proxy_accounts(text, source);
  if (!found) return found.error();
  ForeignAccounts accounts;
  ScriptedNetwork no_crypto;
  for (ProxyAccount& each : *found) {
    auto record = open_proxy_account(each, Secret(), no_crypto, source);
    if (record) accounts.push_back(std::move(*record));
  }
  return accounts;
}

class DamagedImportTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DamagedImportTest);
  CPPUNIT_TEST(takes_no_object_that_was_cut);
  CPPUNIT_TEST(takes_of_cut_lines_what_stands_there);
  CPPUNIT_TEST(takes_no_flipped_bit_for_more_than_it_is);
  CPPUNIT_TEST(takes_pizauth_accounts_whole);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_no_object_that_was_cut() {
    for (const auto& [text, parse] : {std::pair(mutt, parse_mutt), {msal, parse_msal_cache}}) {
      cut_at_every_byte(text, [parse = parse](const DamagedText& damaged) {
        const auto accounts = parse(damaged.text, "f");
        CPPUNIT_ASSERT_MESSAGE(damaged.where, !accounts);
        assert_explained(accounts.error(), damaged.where);
      });
    }
  }

  // Nothing tells where such a file ends; what is cut of a token is seen when it is tried.
  void takes_of_cut_lines_what_stands_there() {
    for (const auto& [text, parse] :
         {std::pair(git_credential, parse_git_credential), {proxy, parse_proxy}}) {
      cut_at_every_byte(text, [parse = parse](const DamagedText& damaged) {
        const auto accounts = parse(damaged.text, "f");
        assert_importable(accounts, damaged.where);
        if (!accounts || accounts->empty()) return;
        const std::string token(accounts->front().refresh_token.reveal());
        CPPUNIT_ASSERT_MESSAGE(damaged.where, starts_with("canary-refresh", token));
      });
    }
  }

  void takes_no_flipped_bit_for_more_than_it_is() {
    for (const auto& [text, parse] : {std::pair(mutt, parse_mutt),
                                      {msal, parse_msal_cache},
                                      {git_credential, parse_git_credential},
                                      {proxy, parse_proxy}}) {
      int taken = 0;
      flip_every_bit(text, [&, parse = parse](const DamagedText& damaged) {
        const auto accounts = parse(damaged.text, "f");
        assert_importable(accounts, damaged.where);
        if (accounts) ++taken;
      });
      CPPUNIT_ASSERT(taken > 100);
    }
  }

  void takes_pizauth_accounts_whole() {
    const auto judge = [](const DamagedText& damaged) {
      const auto accounts = parse_pizauth_conf(damaged.text, "f");
      if (!accounts) return assert_explained(accounts.error(), damaged.where);
      for (const PizauthAccount& account : *accounts) {
        CPPUNIT_ASSERT_MESSAGE(damaged.where, !account.client_id.empty());
        CPPUNIT_ASSERT_MESSAGE(damaged.where, !account.token_endpoint.empty());
      }
    };
    cut_at_every_byte(pizauth, judge);
    flip_every_bit(pizauth, judge);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DamagedImportTest);

}  // namespace
}  // namespace oauth
