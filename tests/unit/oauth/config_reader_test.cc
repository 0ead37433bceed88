// SPDX-License-Identifier: MIT
#include "oauth/config_reader.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

using std::chrono::seconds;

Result<Configuration> parse(const std::string& text) {
  return parse_configuration(text, "F", SourceTrust::private_file);
}

class ConfigReaderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConfigReaderTest);
  CPPUNIT_TEST(takes_an_empty_file_for_no_configuration);
  CPPUNIT_TEST(reads_the_defaults_network_and_store);
  CPPUNIT_TEST(reads_providers_clients_and_accounts_with_their_lines);
  CPPUNIT_TEST(says_where_an_unknown_key_or_table_is_and_what_was_meant);
  CPPUNIT_TEST(says_where_a_value_of_the_wrong_kind_is);
  CPPUNIT_TEST(refuses_names_that_cannot_be);
  CPPUNIT_TEST(reports_the_first_mistake_of_the_file);
  CPPUNIT_TEST(passes_on_what_is_not_toml);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_an_empty_file_for_no_configuration() {
    const auto configuration = parse("");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(configuration));
    CPPUNIT_ASSERT(configuration->accounts.empty() && configuration->clients.empty() &&
                   configuration->providers.empty() && configuration->store_dir.empty() &&
                   configuration->defaults.provider.name.empty() && !configuration->network.proxy);
  }

  void reads_the_defaults_network_and_store() {
    const auto configuration = parse(
        "[defaults]\nprovider = \"google\"\nclient = \"mine\"\n"
        "min_validity = { imap = \"45m\", other = \"0s\" }\nrefresh_at_least = \"12h\"\n"
        "[network]\nproxy = \"socks5h://localhost:1080\"\nca_file = \"/ca.pem\"\nca_dir = \"/ca\"\n"
        "connect_timeout = \"2s\"\nrequest_timeout = \"1m\"\n"
        "[store]\ndir = \"/var/lib/tokens\"\n"
        "[hooks]\non_needs_person = \"mail me\"\non_error = \"note it\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(configuration));
    CPPUNIT_ASSERT_EQUAL(std::string("google"), configuration->defaults.provider.name);
    CPPUNIT_ASSERT_EQUAL(std::string("F:2: "), configuration->defaults.provider.origin.prefix());
    CPPUNIT_ASSERT_EQUAL(std::string("mine"), configuration->defaults.client.name);
    const MinValidity expected = {{"imap", seconds(2700)}, {"other", seconds(0)}};
    CPPUNIT_ASSERT(expected == configuration->defaults.min_validity);
    CPPUNIT_ASSERT_EQUAL(std::string("socks5h://localhost:1080"), *configuration->network.proxy);
    CPPUNIT_ASSERT_EQUAL(std::string("/ca.pem"), *configuration->network.ca_file);
    CPPUNIT_ASSERT_EQUAL(std::string("/ca"), *configuration->network.ca_dir);
    CPPUNIT_ASSERT(configuration->network.connect_timeout == seconds(2));
    CPPUNIT_ASSERT(configuration->network.request_timeout == seconds(60));
    CPPUNIT_ASSERT_EQUAL(std::string("/var/lib/tokens"), configuration->store_dir);
    CPPUNIT_ASSERT_EQUAL(std::string("mail me, note it"),
                         configuration->hooks.on_needs_person + ", " + configuration->hooks.on_error);
    CPPUNIT_ASSERT(configuration->defaults.refresh_at_least == seconds(43200));
  }

  void reads_providers_clients_and_accounts_with_their_lines() {
    const auto configuration = parse(
        "[provider.corp]\ntoken_endpoint = \"https://sso/token\"\n"
        "[client.mine]\nprovider = \"corp\"\nclient_id = \"id\"\nclient_secret = \"hunter2\"\n"
        "token_endpoint_auth_method = \"client_secret_basic\"\n"
        "client_secret_expires = \"2027-01-31\"\n"
        "[account.\"me@corp\"]\nprovider = \"corp\"\nclient = \"mine\"\nuser = \"shared@corp\"\n"
        "scope = \"a b\"\nmin_validity.smtp = \"1h\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(configuration));
    const Provider& provider = configuration->providers.at("corp");
    CPPUNIT_ASSERT_EQUAL(std::string("corp"), provider.name);
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso/token"), provider.token_endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("F:1: "), provider.origin.prefix());
    const ClientSettings& client = configuration->clients.at("mine");
    CPPUNIT_ASSERT_EQUAL(std::string("corp"), client.provider.name);
    CPPUNIT_ASSERT_EQUAL(std::string("id"), client.client_id);
    CPPUNIT_ASSERT(client.client_secret->text.reveal() == "hunter2");
    CPPUNIT_ASSERT_EQUAL(std::string("F:6: "), client.client_secret->origin.prefix());
    CPPUNIT_ASSERT_EQUAL(std::string("client_secret"), client.client_secret->key);
    CPPUNIT_ASSERT(client.authentication == ClientAuthentication::client_secret_basic);
    CPPUNIT_ASSERT(client.secret_expires_at == from_unix(1801353600));
    CPPUNIT_ASSERT_EQUAL(std::string("F:3: "), client.origin.prefix());
    const AccountSettings& account = configuration->accounts.at("me@corp");
    CPPUNIT_ASSERT_EQUAL(std::string("corp"), account.provider.name);
    CPPUNIT_ASSERT_EQUAL(std::string("mine"), account.client.name);
    CPPUNIT_ASSERT_EQUAL(std::string("shared@corp"), account.user);
    CPPUNIT_ASSERT_EQUAL(std::string("a b"), account.scope);
    CPPUNIT_ASSERT((MinValidity{{"smtp", seconds(3600)}}) == account.min_validity);
    CPPUNIT_ASSERT_EQUAL(std::string("F:9: "), account.origin.prefix());
  }

  void says_where_an_unknown_key_or_table_is_and_what_was_meant() {
    check({
        {"\n[client.mine]\ncliet_id = \"x\"\n",
         "F:3: unknown key \"cliet_id\" in [client.mine]; did you mean \"client_id\"?"},
        {"[provider.p]\ntoken_endpiont = \"https://x\"\n",
         "F:2: unknown key \"token_endpiont\" in [provider.p]; did you mean \"token_endpoint\"?"},
        {"[defualts]\n", "F:1: unknown table [defualts]; did you mean \"defaults\"?"},
        {"[logging]\n",
         "F:1: unknown table [logging]; known here: defaults, network, store,"
         " hooks, provider, client, account"},
        {"proxy = \"none\"\n",
         "F:1: unknown key \"proxy\"; known here: defaults, network, store,"
         " hooks, provider, client, account"},
        {"[store]\nfolder = \"/x\"\n", "F:2: unknown key \"folder\" in [store]; known here: dir"},
        {"[account.\"a@b\"]\nmin_validity = { imap4 = \"1h\" }\n",
         "F:2: unknown key \"imap4\" in [account.\"a@b\".min_validity]; did you mean \"imap\"?"},
        {"[client.mine.client_secret_file]\n",
         "F:1: unknown table [client.mine.client_secret_file]; did you mean \"client_secret\"?"},
        {"[store]\n\"dir\\u001b\" = \"x\"\n",
         "F:2: unknown key \"dir?\" in [store]; did you mean \"dir\"?"},
    });
  }

  void says_where_a_value_of_the_wrong_kind_is() {
    check({
        {"client = \"mine\"\n", "F:1: [client] must be a table"},
        {"[client]\nmine = \"x\"\n", "F:2: [client.mine] must be a table"},
        {"[[network]]\nproxy = \"none\"\n", "F:1: [network] must be a table"},
        {"[defaults]\nmin_validity = \"5m\"\n", "F:2: [defaults.min_validity] must be a table"},
        {"[client.a]\nclient_id = 17\n",
         "F:2: client_id in [client.a] must be a text in \"double quotes\""},
        {"[defaults]\nprovider = \"a/b\"\n",
         "F:2: provider in [defaults] is not a name; a name has letters, digits, '.', '_' and '-'"
         " only"},
        {"[network]\nconnect_timeout = \"6m\"\n",
         "F:2: connect_timeout in [network] must be from \"1s\" to \"5m\""},
        {"[defaults.min_validity]\nimap = \"25h\"\n",
         "F:2: imap in [defaults.min_validity] must be from \"0s\" to \"24h\""},
        {"[network]\nca_file = \"ca.pem\"\n",
         "F:2: ca_file in [network] is a relative path; begin it with '/'"},
        {"[client.a]\ntoken_endpoint_auth_method = \"secret\"\n",
         "F:2: token_endpoint_auth_method in [client.a] is no method that is known; write"
         " \"none\", \"client_secret_post\", \"client_secret_basic\", \"private_key_jwt\","
         " \"tls_client_auth\" or \"self_signed_tls_client_auth\""},
    });
  }

  void refuses_names_that_cannot_be() {
    const std::string remedy =
        " has no possible name; use letters, digits, '.', '_' and '-', at most 64";
    const std::string long_name(65, 'n');
    const struct {
      std::string text;
      std::string sentence;
    } cases[] = {
        {"[provider.\"../x\"]\n", "F:1: [provider.\"../x\"]" + remedy},
        {"[provider.\".hidden\"]\n", "F:1: [provider.\".hidden\"]" + remedy},
        {"[client.\"\"]\n", "F:1: [client.\"\"]" + remedy},
        {"[client." + long_name + "]\n", "F:1: [client.\"" + long_name + "\"]" + remedy},
        {"[account.\"\"]\n",
         "F:1: [account.\"\"] has no possible name; use a mail address, or \"*@DOMAIN\""},
        {"[account.\"a\\u0001\"]\n",
         "F:1: [account.\"a?\"] has no possible name; use a mail address, or \"*@DOMAIN\""},
    };
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL("bad_config: " + one.sentence, sentence_of(parse(one.text)));
    }
  }

  void reports_the_first_mistake_of_the_file() {
    check({{"[store]\ndirs = \"/x\"\n[account.\"a@b\"]\nusr = \"x\"\n[client.a]\nclient_id = 1\n",
            "F:2: unknown key \"dirs\" in [store]; did you mean \"dir\"?"}});
  }

  void passes_on_what_is_not_toml() {
    check({{"[client.a]\nclient_secret = \"hunter2\n",
            "F:2:25: this is not TOML: a string is not closed, or holds what a string may not"},
           {"[client.a]\nclient_secret = \"hunter2\"\nclient_secret = \"hunter2\"\n",
            "F:3:17: this is not TOML: a key or table stands twice"}});
  }

 private:
  struct Case {
    const char* text;
    const char* sentence;
  };

  static void check(std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string("bad_config: ") + one.sentence,
                           sentence_of(parse(one.text)));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfigReaderTest);

}  // namespace
}  // namespace oauth
