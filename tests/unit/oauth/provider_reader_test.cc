// SPDX-License-Identifier: MIT
#include "oauth/provider_reader.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

class ProviderReaderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProviderReaderTest);
  CPPUNIT_TEST(reads_every_key);
  CPPUNIT_TEST(takes_http_to_loopback_only_where_it_is_allowed);
  CPPUNIT_TEST(says_what_is_wrong_and_where);
  CPPUNIT_TEST(keeps_the_sign_ins_own_parameters_from_being_replaced);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_every_key() {
    const auto provider = parse_provider(
        "issuer = \"https://i\"\nauthorization_endpoint = \"https://a\"\n"
        "token_endpoint = \"https://t\"\nrevocation_endpoint = \"https://r\"\n"
        "device_authorization_endpoint = \"https://d\"\n"
        "token_endpoint_auth_method = \"none\"\nscope = \"a b\"\nmechanisms = [\"XOAUTH2\"]\n"
        "about = \"A\"\nbased_on = \"base\"\ntemplate = true\ntenant = \"t.example\"\n"
        "application_scope = \"c/.default\"\n"
        "redirect_uri = \"http://localhost\"\nrefresh_token_idle_limit = \"90d\"\n"
        "testing_grant_limit = \"7d\"\ndomains = [\"One.example\", \"two.example\"]\n"
        "setup = \"S\"\nerrors = { E1 = { meaning = \"M\", remedy = \"R\" } }\n"
        "mail_errors = { \"5.7.3\" = { meaning = \"m\", remedy = \"r\" } }\n"
        "dpop = true\nallow_loopback_http = true\nauthorization_parameters = { audience = \"mail\" "
        "}\n"
        "servers = { smtp = \"s:587 starttls\" }\nproxy = \"none\"\nca_file = \"/f\"\n"
        "ca_dir = \"/d\"\nconnect_timeout = \"1s\"\nrequest_timeout = \"2s\"\n",
        "F", "p");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(provider));
    CPPUNIT_ASSERT_EQUAL(std::string("https://i https://a https://t https://r https://d a b"),
                         provider->issuer + " " + provider->authorization_endpoint + " " +
                             provider->token_endpoint + " " + provider->revocation_endpoint + " " +
                             provider->device_authorization_endpoint + " " + provider->scope);
    CPPUNIT_ASSERT(provider->client_authentication == ClientAuthentication::none);
    CPPUNIT_ASSERT(std::vector<std::string>{"XOAUTH2"} == provider->mechanisms);
    CPPUNIT_ASSERT_EQUAL(std::string("A base t.example c/.default http://localhost S"),
                         provider->about + " " + provider->based_on.name + " " + provider->tenant +
                             " " + provider->application_scope + " " + provider->redirect_uri +
                             " " + provider->setup);
    CPPUNIT_ASSERT(provider->is_template);
    CPPUNIT_ASSERT(provider->refresh_token_idle_limit->count() == 7776000);
    CPPUNIT_ASSERT(provider->testing_grant_limit->count() == 604800);
    CPPUNIT_ASSERT((std::vector<std::string>{"one.example", "two.example"}) == provider->domains);
    CPPUNIT_ASSERT_EQUAL(std::string("E1 M R"), shown(provider->errors));
    CPPUNIT_ASSERT_EQUAL(std::string("5.7.3 m r"), shown(provider->mail_errors));
    CPPUNIT_ASSERT(provider->allows_loopback_http.value());
    CPPUNIT_ASSERT(provider->binds_refresh_tokens.value());
    CPPUNIT_ASSERT(provider->refresh_token_idle_limit == std::chrono::hours(90 * 24));
    CPPUNIT_ASSERT(provider->testing_grant_limit == std::chrono::hours(7 * 24));
    CPPUNIT_ASSERT((Parameters{{"audience", "mail"}}) == provider->authorization_parameters);
    CPPUNIT_ASSERT(provider->smtp->encryption == Encryption::starttls && !provider->imap);
    const NetworkSettings network = with(NetworkSettings(), provider->network);
    CPPUNIT_ASSERT_EQUAL(std::string("none /f /d"),
                         network.proxy + " " + network.ca_file + " " + network.ca_dir);
    CPPUNIT_ASSERT(network.connect_timeout.count() == 1 && network.request_timeout.count() == 2);
    CPPUNIT_ASSERT_EQUAL(std::string("F:1: "), provider->origin.prefix());
  }

  void takes_http_to_loopback_only_where_it_is_allowed() {
    const std::string endpoint = "token_endpoint = \"http://127.0.0.1:8080/token\"\n";
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: F:1: token_endpoint is not https; give the server's https URL"),
        sentence_of(parse_provider(endpoint, "F", "p")));
    CPPUNIT_ASSERT_EQUAL(
        std::string("success"),
        sentence_of(parse_provider(endpoint + "allow_loopback_http = true\n", "F", "p")));
  }

  void says_what_is_wrong_and_where() {
    const struct {
      const char* text;
      const char* sentence;
    } cases[] = {
        {"mechanisms = [\"XOAUTH2\", \"PLAIN\"]\n",
         "F:1: mechanisms has an unknown mechanism; known are \"OAUTHBEARER\" and \"XOAUTH2\""},
        {"\n[servers]\nimap = \"imap.example.com\"\n",
         "F:3: imap in [servers] is not a mail server; write \"HOST:PORT tls\" or \"HOST:PORT"
         " starttls\""},
        {"[servers]\nimaps = \"x:1\"\n",
         "F:2: unknown key \"imaps\" in [servers]; did you mean \"imap\"?"},
        {"authorization_parameters = [\"prompt\"]\n",
         "F:1: [authorization_parameters] must be a table"},
        {"authorization_parameters = { \"a b\" = \"x\" }\n",
         "F:1: a b in [authorization_parameters] is not the name of a parameter; correct it"},
        {"authorization_parameters = { prompt = true }\n",
         "F:1: prompt in [authorization_parameters] must be a text in \"double quotes\""},
        {"tenant = \"a/b\"\n", "F:1: tenant is no tenant; write its domain or its id"},
        {"domains = [\"gmail\"]\n",
         "F:1: domains has an item that is no mail domain; write \"example.com\""},
        {"refresh_token_idle_limit = \"59m\"\n",
         "F:1: refresh_token_idle_limit must be from \"1h\" to \"1830d\""},
        {"[errors]\nE = { meaning = \"M\" }\n",
         "F:2: E in [errors] needs both: { meaning = \"...\", remedy = \"...\" }"},
        {"[errors]\nE = \"M\"\n", "F:2: [errors.E] must be a table"},
        {"[mail_errors]\nE = { meening = \"M\" }\n",
         "F:2: unknown key \"meening\" in [mail_errors.E]; did you mean \"meaning\"?"},
        {"client_secret = \"hunter2\"\n",
         "F:1: unknown key \"client_secret\"; known here: about, based_on, template, tenant,"
         " issuer, authorization_endpoint, token_endpoint, revocation_endpoint,"
         " revocation_page, device_authorization_endpoint, registration_endpoint,"
         " mtls_token_endpoint, token_endpoint_auth_method, redirect_uri,"
         " authorization_response_iss_parameter_supported, scope, application_scope,"
         " mechanisms, refresh_token_idle_limit,"
         " testing_grant_limit, domains, setup, errors, mail_errors, dpop,"
         " allow_loopback_http, authorization_parameters, servers, proxy, ca_file, ca_dir,"
         " connect_timeout, request_timeout"},
    };
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string("bad_config: ") + one.sentence,
                           sentence_of(parse_provider(one.text, "F", "p")));
    }
  }

  void keeps_the_sign_ins_own_parameters_from_being_replaced() {
    for (const std::string name : {"client_id", "state", "redirect_uri", "code_challenge",
                                   "response_type", "scope", "client_secret"}) {
      CPPUNIT_ASSERT_EQUAL("bad_config: F:2: " + name +
                               " in [authorization_parameters] is set by the sign-in itself;"
                               " remove it",
                           sentence_of(parse_provider(
                               "[authorization_parameters]\n" + name + " = \"x\"\n", "F", "p")));
    }
  }

 private:
  static std::string shown(const Explanations& all) {
    std::string text;
    for (const auto& [key, each] : all) text += key + " " + each.meaning + " " + each.remedy;
    return text;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProviderReaderTest);

}  // namespace
}  // namespace oauth
