// SPDX-License-Identifier: MIT
#include "oauth/provider_reader.h"

#include <cppunit/extensions/HelperMacros.h>
#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// Returns a file of the source tree.
std::string source_file(const std::string& name) {
  const char* top = ::getenv("srcdir");
  std::ifstream file(std::string(top != nullptr ? top : ".") + "/" + name, std::ios::binary);
  CPPUNIT_ASSERT_MESSAGE("cannot open " + name, file.is_open());
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class ProviderReaderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProviderReaderTest);
  CPPUNIT_TEST(reads_the_google_that_we_ship);
  CPPUNIT_TEST(reads_every_key);
  CPPUNIT_TEST(takes_http_to_loopback_only_where_it_is_allowed);
  CPPUNIT_TEST(says_what_is_wrong_and_where);
  CPPUNIT_TEST(keeps_the_sign_ins_own_parameters_from_being_replaced);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_the_google_that_we_ship() {
    const auto google = parse_provider(source_file("providers/google.toml"), "F", "google");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(google));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(check(*google)));
    CPPUNIT_ASSERT_EQUAL(std::string("google"), google->name);
    CPPUNIT_ASSERT_EQUAL(std::string("https://oauth2.googleapis.com/token"),
                         google->token_endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("https://accounts.google.com/o/oauth2/v2/auth"),
                         google->authorization_endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("https://oauth2.googleapis.com/revoke"),
                         google->revocation_endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("https://mail.google.com/"), google->scope);
    CPPUNIT_ASSERT(google->client_authentication == ClientAuthentication::client_secret_post);
    CPPUNIT_ASSERT((Parameters{{"access_type", "offline"}, {"prompt", "consent"}}) ==
                   google->authorization_parameters);
    CPPUNIT_ASSERT_EQUAL(std::string("imap.gmail.com"), google->imap->host);
    CPPUNIT_ASSERT(google->imap->port == 993 && google->pop->port == 995 &&
                   google->smtp->port == 465);
  }

  void reads_every_key() {
    const auto provider = parse_provider(
        "issuer = \"https://i\"\nauthorization_endpoint = \"https://a\"\n"
        "token_endpoint = \"https://t\"\nrevocation_endpoint = \"https://r\"\n"
        "device_authorization_endpoint = \"https://d\"\n"
        "token_endpoint_auth_method = \"none\"\nscope = \"a b\"\nmechanisms = [\"XOAUTH2\"]\n"
        "dpop = true\nrefresh_token_idle_limit = \"2160h\"\ntesting_grant_limit = \"168h\"\n"
        "allow_loopback_http = true\nauthorization_parameters = { audience = \"mail\" "
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
        {"client_secret = \"hunter2\"\n",
         "F:1: unknown key \"client_secret\"; known here: issuer, authorization_endpoint,"
         " token_endpoint, revocation_endpoint, device_authorization_endpoint,"
         " token_endpoint_auth_method, scope, mechanisms, dpop, refresh_token_idle_limit,"
         " testing_grant_limit, allow_loopback_http,"
         " authorization_parameters, servers, proxy, ca_file, ca_dir, connect_timeout,"
         " request_timeout"},
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
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProviderReaderTest);

}  // namespace
}  // namespace oauth
