// SPDX-License-Identifier: MIT
#include "oauth/import/pizauth_conf.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/config_reader.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char sample[] = R"(// ours
auth_notify_cmd = "notify \"$PIZAUTH_ACCOUNT\"";
refresh_retry = 30s;

account "Office SMTP" {
    auth_uri = "https://login.example/authorize"; // here
    token_uri = "https://login.example/token";
    client_id = "id-1";
    client_secret = "canary";
    scopes = [
      "https://mail.example/IMAP",
      "offline_access",
    ];
    redirect_uri = "http://localhost/";
    auth_uri_fields = { "login_hint": "a@example.com", "prompt": "consent" };
    login_hint = "a@example.com";
}
)";

class PizauthConfTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PizauthConfTest);
  CPPUNIT_TEST(reads_an_account);
  CPPUNIT_TEST(says_the_same_in_toml_that_our_reader_takes);
  CPPUNIT_TEST(needs_no_provider_table_for_one_that_is_known);
  CPPUNIT_TEST(names_the_line_that_is_wrong_and_repeats_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_an_account() {
    const auto accounts = parse_pizauth_conf(sample, "f");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(accounts));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), accounts->size());
    const PizauthAccount& account = (*accounts)[0];
    CPPUNIT_ASSERT_EQUAL(std::string("Office SMTP id-1 a@example.com"),
                         account.name + " " + account.client_id + " " + account.login_hint);
    CPPUNIT_ASSERT(account.has_client_secret);
    CPPUNIT_ASSERT((account.scopes ==
                    std::vector<std::string>{"https://mail.example/IMAP", "offline_access"}));
  }

  void says_the_same_in_toml_that_our_reader_takes() {
    const auto accounts = parse_pizauth_conf(sample, "f");
    const std::string toml = toml_of((*accounts)[0], "");
    CPPUNIT_ASSERT(toml.find("canary") == std::string::npos);
    CPPUNIT_ASSERT(toml.find("sasl-oauth login a@example.com --client office_smtp\n") !=
                   std::string::npos);
    const auto read = parse_configuration(toml, "t", SourceTrust::readable_by_others);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(read));
    const Provider& provider = read->providers.find("office_smtp")->second;
    CPPUNIT_ASSERT_EQUAL(std::string("https://login.example/token"), provider.token_endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("https://mail.example/IMAP offline_access"), provider.scope);
    const ClientSettings& client = read->clients.find("office_smtp")->second;
    CPPUNIT_ASSERT_EQUAL(std::string("id-1 office_smtp"),
                         client.client_id + " " + client.provider.name);
  }

  void needs_no_provider_table_for_one_that_is_known() {
    const auto accounts = parse_pizauth_conf(sample, "f");
    const std::string toml = toml_of((*accounts)[0], "google");
    CPPUNIT_ASSERT(toml.find("[provider") == std::string::npos);
    CPPUNIT_ASSERT(toml.find("[client.office_smtp]\nprovider = \"google\"\n") == 0);
  }

  void names_the_line_that_is_wrong_and_repeats_nothing() {
    const std::string head = "account \"a\" {\n  auth_uri = \"https://x.example/\";\n";
    const struct {
      std::string text;
      std::string sentence;
    } cases[] = {
        {"", "f has no account in it"},
        {"; canary", "f:1: a setting or an account must stand here"},
        {"canary", "f:1: '=' is missing"},
        {"a = ;", "f:1: a text, a list or a table must stand here"},
        {"a = \"canary", "f:1: a text, a list or a table must stand here"},
        {"a = \"b\"\nc", "f:2: ';' is missing"},
        {"a = [ \"canary\"", "f:1: this list or table has no end"},
        {"account {", "f:1: account \"NAME\" { is missing"},
        {head, "f:3: this account has no end"},
        {head + "}", "f:3: this account lacks auth_uri, token_uri or client_id"},
        {head + "token_uri = \"http://x.example/\"; client_id = \"c\"; }",
         "f:3: its URLs are not https"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL("bad_config: " + each.sentence,
                           sentence_of(parse_pizauth_conf(each.text, "f")));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PizauthConfTest);

}  // namespace
}  // namespace oauth
