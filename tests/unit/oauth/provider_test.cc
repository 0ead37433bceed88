// SPDX-License-Identifier: MIT
#include "oauth/provider.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

using std::chrono::seconds;

class ProviderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProviderTest);
  CPPUNIT_TEST(lays_one_description_over_another);
  CPPUNIT_TEST(adds_domains_and_explanations);
  CPPUNIT_TEST(takes_what_it_leaves_out_from_its_base);
  CPPUNIT_TEST(fills_in_how_to_get_a_client);
  CPPUNIT_TEST(refuses_a_template);
  CPPUNIT_TEST(lays_network_settings_over_the_defaults);
  CPPUNIT_TEST(needs_a_token_endpoint);
  CPPUNIT_TEST(refuses_plain_http_once_all_is_merged);
  CPPUNIT_TEST(reads_mail_servers);
  CPPUNIT_TEST(refuses_what_is_no_mail_server);
  CPPUNIT_TEST(reads_authentication_methods);
  CPPUNIT_TEST_SUITE_END();

 public:
  void lays_one_description_over_another() {
    Provider below;
    below.name = "p";
    below.issuer = "https://below";
    below.token_endpoint = "https://below/token";
    below.mechanisms = {"OAUTHBEARER", "XOAUTH2"};
    below.authorization_parameters = {{"prompt", "consent"}, {"access_type", "offline"}};
    below.imap = MailServer{"imap.below", 993, Encryption::tls};
    below.network.proxy = "none";
    below.network.ca_file = "/below.pem";
    below.origin = {"below.toml", 1};
    Provider above;
    above.token_endpoint = "https://above/token";
    above.mechanisms = {"XOAUTH2"};
    above.authorization_parameters = {{"prompt", "login"}, {"audience", "mail"}};
    above.smtp = MailServer{"smtp.above", 587, Encryption::starttls};
    above.network.ca_file = "/above.pem";
    above.client_authentication = ClientAuthentication::none;
    above.origin = {"above.toml", 7};

    merge(below, std::move(above));

    CPPUNIT_ASSERT_EQUAL(std::string("https://below"), below.issuer);
    CPPUNIT_ASSERT_EQUAL(std::string("https://above/token"), below.token_endpoint);
    CPPUNIT_ASSERT(std::vector<std::string>{"XOAUTH2"} == below.mechanisms);
    const std::vector<std::pair<std::string, std::string>> parameters = {
        {"prompt", "login"}, {"access_type", "offline"}, {"audience", "mail"}};
    CPPUNIT_ASSERT(parameters == below.authorization_parameters);
    CPPUNIT_ASSERT_EQUAL(std::string("imap.below"), below.imap->host);
    CPPUNIT_ASSERT_EQUAL(std::string("smtp.above"), below.smtp->host);
    CPPUNIT_ASSERT_EQUAL(std::string("none"), *below.network.proxy);
    CPPUNIT_ASSERT_EQUAL(std::string("/above.pem"), *below.network.ca_file);
    CPPUNIT_ASSERT(below.client_authentication == ClientAuthentication::none);
    CPPUNIT_ASSERT_EQUAL(std::string("below.toml:1: "), below.origin.prefix());
  }

  void adds_domains_and_explanations() {
    Provider below;
    below.domains = {"a.example"};
    below.errors = {{"E1", {"m1", "r1"}}, {"E2", {"m2", "r2"}}};
    Provider above;
    above.domains = {"a.example", "b.example"};
    above.errors = {{"E2", {"own", "own"}}, {"E3", {"m3", "r3"}}};
    merge(below, std::move(above));
    CPPUNIT_ASSERT((std::vector<std::string>{"a.example", "b.example"}) == below.domains);
    std::string all;
    for (const auto& [key, each] : below.errors) all += key + "=" + each.meaning + " ";
    CPPUNIT_ASSERT_EQUAL(std::string("E1=m1 E2=own E3=m3 "), all);
  }

  void takes_what_it_leaves_out_from_its_base() {
    Provider base;
    base.name = "base";
    base.about = "the base";
    base.is_template = true;
    base.domains = {"base.example"};
    base.revocation_page = "https://base.example/consents";
    base.tenant = "common";
    base.scope = "base";
    base.redirect_uri = "http://localhost";
    base.origin = {"base.toml", 1};
    Provider derived;
    derived.name = "derived";
    derived.scope = "own";
    derived.origin = {"derived.toml", 3};
    const Provider whole = derived_from(base, derived);
    CPPUNIT_ASSERT_EQUAL(std::string("derived own common http://localhost derived.toml:3: "),
                         whole.name + " " + whole.scope + " " + whole.tenant + " " +
                             whole.redirect_uri + " " + whole.origin.prefix());
    CPPUNIT_ASSERT(whole.about.empty() && whole.domains.empty() && !whole.is_template);
    CPPUNIT_ASSERT(whole.revocation_page.empty());
  }

  void fills_in_how_to_get_a_client() {
    Provider provider;
    provider.setup = "write {config}, run: login {account} --client NAME";
    CPPUNIT_ASSERT_EQUAL(std::string("write /c.toml, run: login {config} --client NAME"),
                         setup_for(provider, "{config}", "/c.toml"));
  }

  void refuses_a_template() {
    Provider provider;
    provider.name = "generic";
    provider.is_template = true;
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: provider \"generic\" is a template; describe"
                                     " your own in a [provider.NAME] table with based_on ="
                                     " \"generic\" and its URLs"),
                         sentence_of(check(provider)));
  }

  void lays_network_settings_over_the_defaults() {
    NetworkOverrides overrides;
    overrides.ca_dir = "/ca";
    overrides.request_timeout = seconds(3);
    NetworkSettings settings;
    settings.ca_file = "/ca.pem";
    settings = with(std::move(settings), overrides);
    CPPUNIT_ASSERT_EQUAL(std::string("/ca.pem"), settings.ca_file);
    CPPUNIT_ASSERT_EQUAL(std::string("/ca"), settings.ca_dir);
    CPPUNIT_ASSERT_EQUAL(std::string(), settings.proxy);
    CPPUNIT_ASSERT(settings.connect_timeout == bounds::connect_timeout);
    CPPUNIT_ASSERT(settings.request_timeout == seconds(3));
  }

  void needs_a_token_endpoint() {
    Provider provider;
    provider.name = "p";
    provider.origin = {"F", 3};
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: F:3: provider \"p\" has no token_endpoint; give its URL"),
        sentence_of(check(provider)));
    provider.token_endpoint = "https://sso/token";
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(check(provider)));
  }

  void refuses_plain_http_once_all_is_merged() {
    Provider provider;
    provider.name = "p";
    provider.token_endpoint = "https://sso/token";
    provider.revocation_endpoint = "http://localhost/revoke";
    provider.allows_loopback_http = true;
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(check(provider)));
    provider.allows_loopback_http = false;
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: provider \"p\" cannot be used: its revocation_endpoint is not"
                    " https; set allow_loopback_http = true in its table, or give an https URL"),
        sentence_of(check(provider)));
  }

  void reads_mail_servers() {
    const struct {
      const char* text;
      const char* host;
      int port;
      Encryption encryption;
    } cases[] = {{"imap.gmail.com:993", "imap.gmail.com", 993, Encryption::tls},
                 {"imap.gmail.com:993 tls", "imap.gmail.com", 993, Encryption::tls},
                 {"SMTP.gmail.com:587 starttls", "smtp.gmail.com", 587, Encryption::starttls},
                 {"[::1]:65535", "::1", 65535, Encryption::tls},
                 {"127.0.0.1:1", "127.0.0.1", 1, Encryption::tls}};
    for (const auto& one : cases) {
      const auto server = parse_mail_server(one.text);
      CPPUNIT_ASSERT_MESSAGE(one.text, server);
      CPPUNIT_ASSERT_EQUAL(std::string(one.host), server->host);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(one.text, one.port, static_cast<int>(server->port));
      CPPUNIT_ASSERT_MESSAGE(one.text, one.encryption == server->encryption);
    }
  }

  void refuses_what_is_no_mail_server() {
    for (const char* text :
         {"", "imap.gmail.com", ":993", "imap.gmail.com:0", "imap.gmail.com:65536",
          "imap.gmail.com:993/", "imap.gmail.com:993?x", "imap.gmail.com:993 ssl",
          "imap.gmail.com:993  tls", "imap.gmail.com:993 ", "me@imap.gmail.com:993",
          "imaps://imap.gmail.com:993", "::1:993", "imap.gmail.com:imaps"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          text,
          std::string("bad_config: is not a mail server; write \"HOST:PORT tls\" or \"HOST:PORT"
                      " starttls\""),
          sentence_of(parse_mail_server(text)));
    }
  }

  void reads_authentication_methods() {
    CPPUNIT_ASSERT(*parse_client_authentication("none") == ClientAuthentication::none);
    CPPUNIT_ASSERT(*parse_client_authentication("client_secret_post") ==
                   ClientAuthentication::client_secret_post);
    CPPUNIT_ASSERT(*parse_client_authentication("client_secret_basic") ==
                   ClientAuthentication::client_secret_basic);
    CPPUNIT_ASSERT(*parse_client_authentication("private_key_jwt") ==
                   ClientAuthentication::private_key_jwt);
    CPPUNIT_ASSERT(*parse_client_authentication("self_signed_tls_client_auth") ==
                   ClientAuthentication::self_signed_tls_client_auth);
    for (const char* text : {"", "None", "private_key", "basic"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          text,
          std::string("bad_config: is no method that is known; write \"none\","
                      " \"client_secret_post\", \"client_secret_basic\", \"private_key_jwt\","
                      " \"tls_client_auth\" or \"self_signed_tls_client_auth\""),
          sentence_of(parse_client_authentication(text)));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProviderTest);

}  // namespace
}  // namespace oauth
