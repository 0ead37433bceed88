// SPDX-License-Identifier: MIT
#include "oauth/config.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/config_reader.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

using std::chrono::seconds;

Configuration parsed(const std::string& text, const std::string& file = "F") {
  auto configuration = parse_configuration(text, file, SourceTrust::private_file);
  CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(configuration));
  return std::move(*configuration);
}

class ConfigTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConfigTest);
  CPPUNIT_TEST(lays_a_persons_file_over_the_systems_setting_by_setting);
  CPPUNIT_TEST(finds_an_account_by_its_address_and_then_by_its_domain);
  CPPUNIT_TEST(takes_min_validity_from_the_account_then_the_defaults_then_the_bounds);
  CPPUNIT_TEST(takes_network_settings_from_the_provider_then_the_network_table);
  CPPUNIT_TEST(chooses_provider_and_client_of_an_account);
  CPPUNIT_TEST(refuses_a_client_of_another_provider);
  CPPUNIT_TEST(says_where_an_unknown_client_is_named);
  CPPUNIT_TEST(takes_hooks_and_pauses_from_the_account_then_from_what_holds_for_all);
  CPPUNIT_TEST(derives_how_a_client_proves_itself);
  CPPUNIT_TEST_SUITE_END();

 public:
  void lays_a_persons_file_over_the_systems_setting_by_setting() {
    Configuration below = parsed(
        "[defaults]\nprovider = \"google\"\nclient = \"mine\"\nmin_validity.imap = \"40m\"\n"
        "min_validity.smtp = \"6m\"\n[network]\nproxy = \"http://p:1\"\nca_file = \"/ca\"\n"
        "[store]\ndir = \"/below\"\n[provider.corp]\nscope = \"a\"\nissuer = \"https://i\"\n"
        "[client.mine]\nclient_id = \"id\"\nclient_secret = \"below\"\n"
        "[account.\"a@b\"]\nuser = \"x\"\nscope = \"s\"\n",
        "SYSTEM");
    Configuration above = parsed(
        "[defaults]\nclient = \"other\"\nmin_validity.imap = \"50m\"\n[network]\n"
        "proxy = \"none\"\n[store]\ndir = \"/above\"\n[provider.corp]\nscope = \"b\"\n"
        "[client.mine]\nclient_secret = \"above\"\n[client.other]\nclient_id = \"id2\"\n"
        "[account.\"a@b\"]\nuser = \"y\"\n[account.\"c@d\"]\n",
        "OWN");
    merge(below, std::move(above));

    CPPUNIT_ASSERT_EQUAL(std::string("google"), below.defaults.provider.name);
    CPPUNIT_ASSERT_EQUAL(std::string("other"), below.defaults.client.name);
    CPPUNIT_ASSERT_EQUAL(std::string("OWN:2: "), below.defaults.client.origin.prefix());
    CPPUNIT_ASSERT((MinValidity{{"imap", seconds(3000)}, {"smtp", seconds(360)}}) ==
                   below.defaults.min_validity);
    CPPUNIT_ASSERT_EQUAL(
        std::string("none /ca /above"),
        *below.network.proxy + " " + *below.network.ca_file + " " + below.store_dir);
    CPPUNIT_ASSERT_EQUAL(std::string("b https://i"), below.providers.at("corp").scope + " " +
                                                         below.providers.at("corp").issuer);
    const ClientSettings& client = below.clients.at("mine");
    CPPUNIT_ASSERT_EQUAL(std::string("id"), client.client_id);
    CPPUNIT_ASSERT(client.client_secret->text.reveal() == "above");
    CPPUNIT_ASSERT_EQUAL(std::string("SYSTEM:14: "), client.origin.prefix());
    CPPUNIT_ASSERT_EQUAL(std::string("id2"), below.clients.at("other").client_id);
    CPPUNIT_ASSERT_EQUAL(std::string("y s"),
                         below.accounts.at("a@b").user + " " + below.accounts.at("a@b").scope);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, below.accounts.size());
  }

  void finds_an_account_by_its_address_and_then_by_its_domain() {
    const Configuration configuration =
        parsed("[account.\"me@corp\"]\nuser = \"1\"\n[account.\"*@corp\"]\nuser = \"2\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string("1"), find_account(configuration, "me@corp")->user);
    CPPUNIT_ASSERT_EQUAL(std::string("2"), find_account(configuration, "you@corp")->user);
    CPPUNIT_ASSERT_EQUAL(std::string("2"), find_account(configuration, "a@b@corp")->user);
    for (const char* other : {"me", "me@corp.net", "", "me@"}) {
      CPPUNIT_ASSERT_MESSAGE(other, find_account(configuration, other) == nullptr);
    }
  }

  void takes_min_validity_from_the_account_then_the_defaults_then_the_bounds() {
    const Configuration configuration = parsed(
        "[defaults.min_validity]\nsmtp = \"7m\"\nother = \"8m\"\n"
        "[account.\"a@b\".min_validity]\nimap = \"0s\"\nother = \"9m\"\n");
    const struct {
      const char* account;
      const char* service;
      long count;
    } cases[] = {{"a@b", "imap", 0},   {"a@b", "smtp", 420},  {"a@b", "pop", 300},
                 {"a@b", "ldap", 540}, {"a@b", "", 540},      {"c@d", "imap", 1800},
                 {"c@d", "smtp", 420}, {"c@d", "sieve", 480}, {"c@d", "pop", 300}};
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          std::string(one.account) + " " + one.service, one.count,
          static_cast<long>(min_validity_for(configuration, one.account, one.service).count()));
    }
  }

  void takes_network_settings_from_the_provider_then_the_network_table() {
    const Configuration configuration = parsed(
        "[network]\nproxy = \"http://p:1\"\nca_file = \"/ca\"\n"
        "[provider.corp]\nproxy = \"none\"\nrequest_timeout = \"9s\"\n");
    const NetworkSettings corp = network_for(configuration, configuration.providers.at("corp"));
    CPPUNIT_ASSERT_EQUAL(std::string("none /ca"), corp.proxy + " " + corp.ca_file);
    CPPUNIT_ASSERT(corp.request_timeout == seconds(9));
    CPPUNIT_ASSERT(corp.connect_timeout == bounds::connect_timeout);
    CPPUNIT_ASSERT_EQUAL(std::string("http://p:1"), network_for(configuration, Provider()).proxy);
  }

  void chooses_provider_and_client_of_an_account() {
    const std::string clients =
        "[client.g]\nprovider = \"google\"\n[client.c]\nprovider = \"corp\"\n";
    const struct {
      std::string text;
      const char* choice;
    } cases[] = {
        {"", ","},
        {"[defaults]\nprovider = \"google\"\n", "google,"},
        {"[client.only]\n", ",only"},
        {"[client.only]\nprovider = \"corp\"\n[defaults]\nprovider = \"google\"\n", "corp,only"},
        {"[client.only]\n[defaults]\nprovider = \"google\"\n", "google,only"},
        {clients, ","},
        {clients + "[defaults]\nclient = \"c\"\n", "corp,c"},
        {clients + "[account.\"a@b\"]\nclient = \"g\"\n", "google,g"},
        {clients + "[account.\"a@b\"]\nprovider = \"google\"\n", "google,g"},
        {clients + "[account.\"*@b\"]\nprovider = \"google\"\n[defaults]\nclient = \"c\"\n",
         "google,g"},
        {clients + "[account.\"a@b\"]\nprovider = \"new\"\n", "new,"},
    };
    for (const auto& one : cases) {
      const auto choice = choose_sign_in(parsed(one.text), "a@b");
      CPPUNIT_ASSERT_MESSAGE(one.text, choice);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(one.text, std::string(one.choice),
                                   choice->provider.name + "," + choice->client.name);
    }
  }

  void refuses_a_client_of_another_provider() {
    const Configuration configuration = parsed(
        "[client.c]\nprovider = \"corp\"\n[account.\"a@b\"]\nprovider = \"google\"\n"
        "client = \"c\"\n");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: F:5: client \"c\" is of provider \"corp\", but the account is of"
                    " \"google\"; name a client of that provider"),
        sentence_of(choose_sign_in(configuration, "a@b")));
  }

  void says_where_an_unknown_client_is_named() {
    const struct {
      const char* text;
      const char* sentence;
    } cases[] = {
        {"[client.mine]\n[account.\"a@b\"]\nclient = \"mien\"\n",
         "bad_config: F:3: there is no client \"mien\"; describe it in a table [client.NAME]"},
        {"[client.mine]\n[account.\"a@b\"]\nclient = \"min\"\n",
         "bad_config: F:3: there is no client \"min\"; did you mean \"mine\"?"},
        {"[defaults]\nclient = \"x\"\n",
         "bad_config: F:2: there is no client \"x\"; describe it in a table [client.NAME]"},
        {"[client.mine]\n[defaults]\nclient = \"mine\"\n[account.\"a@b\"]\n", "success"}};
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(one.sentence), sentence_of(check_clients(parsed(one.text))));
    }
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: there is no client \"x?\"; describe it in a table [client.NAME]"),
        sentence_of(find_client(Configuration(), {"x\n", {}})));
  }

  void takes_hooks_and_pauses_from_the_account_then_from_what_holds_for_all() {
    const Configuration configuration = parsed(
        "[hooks]\non_needs_person = \"all\"\non_error = \"error\"\n"
        "[defaults]\nrefresh_at_least = \"12h\"\n"
        "[account.\"*@b\"]\non_needs_person = \"own\"\nrefresh_at_least = \"1h\"\n");
    const Hooks own = hooks_for(configuration, "a@b");
    CPPUNIT_ASSERT_EQUAL(std::string("own error"), own.on_needs_person + " " + own.on_error);
    const Hooks usual = hooks_for(configuration, "a@c");
    CPPUNIT_ASSERT_EQUAL(std::string("all error"), usual.on_needs_person + " " + usual.on_error);
    CPPUNIT_ASSERT(refresh_at_least_for(configuration, "a@b") == std::chrono::hours(1));
    CPPUNIT_ASSERT(refresh_at_least_for(configuration, "a@c") == std::chrono::hours(12));
    CPPUNIT_ASSERT(refresh_at_least_for(Configuration(), "a@c") == std::chrono::hours(24));
  }

  void derives_how_a_client_proves_itself() {
    const Configuration configuration = parsed(
        "[client.public]\n[client.secret]\nclient_secret = \"s\"\n"
        "[client.own]\nclient_secret = \"s\"\ntoken_endpoint_auth_method = \"none\"\n"
        "[provider.basic]\ntoken_endpoint_auth_method = \"client_secret_basic\"\n");
    const Provider plain;
    const Provider& basic = configuration.providers.at("basic");
    const auto& clients = configuration.clients;
    using Method = ClientAuthentication;
    CPPUNIT_ASSERT(authentication_of(clients.at("public"), basic) == Method::none);
    CPPUNIT_ASSERT(authentication_of(clients.at("secret"), basic) == Method::client_secret_basic);
    CPPUNIT_ASSERT(authentication_of(clients.at("secret"), plain) == Method::client_secret_post);
    CPPUNIT_ASSERT(authentication_of(clients.at("own"), basic) == Method::none);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfigTest);

}  // namespace
}  // namespace oauth
