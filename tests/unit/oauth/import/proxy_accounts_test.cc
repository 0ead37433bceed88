// SPDX-License-Identifier: MIT
#include "oauth/import/proxy_accounts.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/network/openssl_crypto.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

// Password "correct horse", salt 00 01 ... 0f, "1//refresh-token-EXAMPLE".
constexpr char salt[] = "token_salt = AAECAwQFBgcICQoLDA0ODw==\n";
constexpr char new_token[] =
    "gAAAAABlU_EAEBESExQVFhcYGRobHB0eH6ktynkYKWBFwcvM6xHRn-tRegHrSwemH4KNiiVzpAIjAa9UIn5FFbLirj_"
    "KuvUT"
    "u65VzDrUBM29hOxx5Qlad7w=";
constexpr char old_token[] =
    "gAAAAABlU_EAEBESExQVFhcYGRobHB0eH2z8-kEBSoFUGUQyl2gKaorfZz3mQh-"
    "SB0G2Ds6DxURiKGLEt7i7KEHB0IYpC94N"
    "bAhrdbWNk7tHmTawQ2fva1o=";

/// Counts derivations: each takes a person's second.
class CountingCrypto : public OpensslCrypto {
 public:
  int derivations = 0;
  Result<Secret> pbkdf2_sha256(const Secret& password, std::string_view bytes,
                               unsigned rounds) override {
    ++derivations;
    return OpensslCrypto::pbkdf2_sha256(password, bytes, rounds);
  }
};

class ProxyAccountsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProxyAccountsTest);
  CPPUNIT_TEST(reads_accounts_over_their_domains_defaults);
  CPPUNIT_TEST(opens_the_secrets_of_each_release);
  CPPUNIT_TEST(derives_the_key_once_for_all_secrets_of_an_account);
  CPPUNIT_TEST(tells_a_wrong_password_and_leaves_the_account_for_another_try);
  CPPUNIT_TEST(takes_plain_secrets_as_they_are);
  CPPUNIT_TEST(names_what_is_wrong_and_repeats_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_accounts_over_their_domains_defaults() {
    auto accounts = parse_proxy_accounts(
        "[IMAP-1993]\nserver_port = 993\n[@EXAMPLE.com]\ntoken_url = https://x.example/t\n"
        "client_id = domain\noauth2_scope = a\n\tb\n[@]\nclient_id = all\nclient_secret = s\n"
        "[a@example.com]\nrefresh_token = R1\naccess_token_expiry = 1700003600\n"
        "[b@other.org]\nrefresh_token = R2\nclient_id = own\noauth2_flow = device\n",
        "f");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(accounts));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), accounts->size());
    const ProxyAccount& a = (*accounts)[0];
    CPPUNIT_ASSERT_EQUAL(std::string("a@example.com domain https://x.example/t a b"),
                         a.record.account + " " + a.record.client.client_id + " " +
                             a.record.client.token_endpoint + " " + a.record.client.scope);
    CPPUNIT_ASSERT_EQUAL(std::string("s"), std::string(a.client_secret.reveal()));
    CPPUNIT_ASSERT(a.record.expires_at == from_unix(1700003600) && !a.is_encrypted());
    const ProxyAccount& b = (*accounts)[1];
    CPPUNIT_ASSERT_EQUAL(std::string("own device"), b.record.client.client_id + " " + b.flow);
  }

  void opens_the_secrets_of_each_release() {
    const struct {
      const char* iterations;
      const char* token;
      int derivations;
    } cases[] = {{"", new_token, 1},
                 {"token_iterations = 1200000\n", new_token, 1},
                 {"token_iterations = 100000\n", old_token, 1},
                 {"", old_token, 2},
                 {"token_iterations = 7\n", old_token, 3}};
    for (const auto& each : cases) {
      CountingCrypto crypto;
      ProxyAccount account =
          one(std::string(salt) + each.iterations + "refresh_token = " + each.token + "\n");
      const auto record = open_proxy_account(account, password_, crypto, "f");
      CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(record));
      CPPUNIT_ASSERT_EQUAL(std::string("1//refresh-token-EXAMPLE"),
                           std::string(record->refresh_token.reveal()));
      CPPUNIT_ASSERT_EQUAL(each.derivations, crypto.derivations);
    }
  }

  void derives_the_key_once_for_all_secrets_of_an_account() {
    CountingCrypto crypto;
    const std::string token(old_token);
    ProxyAccount account =
        one(std::string(salt) + "token_iterations = 100000\nrefresh_token = " + token +
            "\naccess_token = " + token + "\nclient_secret_encrypted = " + token + "\n");
    const auto record = open_proxy_account(account, password_, crypto, "f");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(record));
    CPPUNIT_ASSERT_EQUAL(std::string("1//refresh-token-EXAMPLE"),
                         std::string(record->client.client_secret.reveal()));
    CPPUNIT_ASSERT_EQUAL(1, crypto.derivations);
  }

  void tells_a_wrong_password_and_leaves_the_account_for_another_try() {
    CountingCrypto crypto;
    ProxyAccount account =
        one(std::string(salt) + "token_iterations = 100000\nrefresh_token = " + old_token + "\n");
    CPPUNIT_ASSERT_EQUAL(
        std::string("no_access: f [a@example.com] cannot be decrypted with this password; give the"
                    " one that the mail program logs in to the proxy with"),
        sentence_of(open_proxy_account(account, Secret::copy_of("wrong"), crypto, "f")));
    CPPUNIT_ASSERT(open_proxy_account(account, password_, crypto, "f"));
  }

  void takes_plain_secrets_as_they_are() {
    CountingCrypto crypto;
    ProxyAccount account = one("refresh_token = R\nclient_secret = s\n");
    const auto record = open_proxy_account(account, Secret(), crypto, "f");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(record));
    CPPUNIT_ASSERT_EQUAL(std::string("R"), std::string(record->refresh_token.reveal()));
    CPPUNIT_ASSERT_EQUAL(0, crypto.derivations);
  }

  void names_what_is_wrong_and_repeats_nothing() {
    const struct {
      std::string text;
      std::string sentence;
    } cases[] = {
        {"", "f has no section that is named by an address"},
        {"[@example.com]\nclient_id = x\n", "f has no section that is named by an address"},
        {"[a@x]\ncanary\n", "f:2: this line is neither a section nor a key"},
        {"[a@x]\ntoken_salt = canary!\n", "f [a@x] has a token_salt that is no base64"},
        {"[a@x]\ntoken_iterations = 0\n",
         "f [a@x] has token_iterations that nobody would wait for"},
        {"[a@x]\ntoken_iterations = 99999999999\n",
         "f [a@x] has token_iterations that nobody would wait for"},
        {"[a@x]\naccess_token_expiry = canary\n",
         "f [a@x] has an access_token_expiry that is no time"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL("bad_config: " + each.sentence,
                           sentence_of(parse_proxy_accounts(each.text, "f")));
    }
    CountingCrypto crypto;
    ProxyAccount without_salt = one("refresh_token = " + std::string(old_token) + "\n");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: f [a@example.com] has encrypted tokens, but no token_salt; give"
                    " the proxy's cache file"),
        sentence_of(open_proxy_account(without_salt, password_, crypto, "f")));
  }

 private:
  const Secret password_ = Secret::copy_of("correct horse");

  static ProxyAccount one(const std::string& items) {
    auto accounts = parse_proxy_accounts("[a@example.com]\n" + items, "f");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(accounts));
    return std::move((*accounts)[0]);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProxyAccountsTest);

}  // namespace
}  // namespace oauth
