// SPDX-License-Identifier: MIT
#include "oauth/login/discovery.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

std::string document(const std::string& issuer, const std::string& more = "") {
  return R"({"issuer":")" + issuer + R"(","token_endpoint":"https://sso.example.com/token")" +
         more + "}";
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : "\n") + text;
  return all;
}

class DiscoveryTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DiscoveryTest);
  CPPUNIT_TEST(knows_where_metadata_stands);
  CPPUNIT_TEST(tries_the_hosts_of_a_domain);
  CPPUNIT_TEST(knows_for_whom_a_document_may_speak);
  CPPUNIT_TEST(takes_the_first_document_there_is);
  CPPUNIT_TEST(follows_a_domains_pointer_once);
  CPPUNIT_TEST(takes_no_document_that_speaks_for_another_issuer);
  CPPUNIT_TEST(takes_microsofts_template);
  CPPUNIT_TEST(says_what_is_wrong_with_what_it_found);
  CPPUNIT_TEST(asks_over_https_alone);
  CPPUNIT_TEST(makes_a_provider_of_it);
  CPPUNIT_TEST(chooses_scopes_that_open_mailboxes);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { http_ = ScriptedHttp(); }

  void knows_where_metadata_stands() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("https://sso.example.com/.well-known/oauth-authorization-server\n"
                    "https://sso.example.com/.well-known/openid-configuration"),
        joined(metadata_addresses("https://sso.example.com/")));
    CPPUNIT_ASSERT_EQUAL(
        std::string("https://sso.example.com:8443/.well-known/oauth-authorization-server/realms/a\n"
                    "https://sso.example.com:8443/realms/a/.well-known/openid-configuration\n"
                    "https://sso.example.com:8443/.well-known/openid-configuration/realms/a"),
        joined(metadata_addresses("https://sso.example.com:8443/realms/a")));
    CPPUNIT_ASSERT(metadata_addresses("sso.example.com").empty());
  }

  void tries_the_hosts_of_a_domain() {
    for (const char* what : {"example.com", "you@example.com"}) {
      const auto addresses = addresses_to_try(what);
      CPPUNIT_ASSERT_EQUAL(std::size_t(8), addresses.size());
      CPPUNIT_ASSERT_EQUAL(
          std::string("https://example.com/.well-known/oauth-authorization-server"), addresses[0]);
      CPPUNIT_ASSERT_EQUAL(
          std::string("https://autoconfig.example.com/.well-known/openid-configuration"),
          addresses[3]);
    }
    const char whole[] = "https://a.example/x/.well-known/openid-configuration";
    CPPUNIT_ASSERT_EQUAL(std::string(whole), joined(addresses_to_try(whole)));
  }

  void knows_for_whom_a_document_may_speak() {
    const struct {
      const char* address;
      const char* issuer;
      bool may;
    } cases[] = {
        {"https://a.example/.well-known/openid-configuration", "https://a.example", true},
        {"https://a.example/.well-known/openid-configuration", "https://a.example/", true},
        {"https://a.example/.well-known/openid-configuration", "https://a.example/b", false},
        {"https://a.example/.well-known/openid-configuration", "https://b.example", false},
        {"https://a.example/.well-known/openid-configuration", "https://a.example:444", false},
        {"https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
         "https://login.microsoftonline.com/{tenantid}/v2.0", true},
        {"https://login.microsoftonline.com/contoso.com/v2.0/.well-known/openid-configuration",
         "https://login.microsoftonline.com/7f3a/v2.0", true},
        {"https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
         "https://evil.example/{tenantid}/v2.0", false},
        {"https://a.example/common/v2.0/.well-known/openid-configuration",
         "https://a.example/{tenantid}/v2.0", false},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(each.address) + " for " + each.issuer, each.may,
                                   speaks_for(each.address, each.issuer));
    }
  }

  void takes_the_first_document_there_is() {
    http_.answer(404, "");
    http_.answer(200, document("https://sso.example.com"));
    const auto metadata = find("https://sso.example.com");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(metadata));
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.example.com"), metadata->issuer);
    CPPUNIT_ASSERT(http_.requests()[0].method == HttpMethod::get);
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.example.com/.well-known/openid-configuration"),
                         http_.requests()[1].url);
  }

  void follows_a_domains_pointer_once() {
    http_.answer(200, document("https://sso.example.com"));
    http_.answer(200, document("https://sso.example.com"));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(find("example.com")));
    CPPUNIT_ASSERT_EQUAL(
        std::string("https://sso.example.com/.well-known/oauth-authorization-server"),
        http_.requests()[1].url);
    http_.answer(200, document("https://sso.example.com"));
    http_.answer(200, document("https://third.example"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_reply: cannot find out about the authorization server of example.com: the"
                    " document at https://sso.example.com/.well-known/oauth-authorization-server"
                    " speaks for another issuer, https://third.example; give that one if it is"
                    " meant"),
        sentence_of(find("example.com")));
  }

  void takes_no_document_that_speaks_for_another_issuer() {
    http_.answer(200, document("https://evil.example"));
    const auto found = find("https://sso.example.com");
    CPPUNIT_ASSERT(found.error().kind == ErrorKind::bad_reply);
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), http_.requests().size());
  }

  void takes_microsofts_template() {
    http_.answer(404, "");
    http_.answer(200, document("https://login.microsoftonline.com/{tenantid}/v2.0"));
    const auto metadata = find("https://login.microsoftonline.com/common/v2.0");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(metadata));
    CPPUNIT_ASSERT_EQUAL(std::string(), provider_of(*metadata).issuer);
  }

  void says_what_is_wrong_with_what_it_found() {
    const std::string begin = "cannot find out about the authorization server of ";
    http_.fail({ErrorKind::unavailable, "cannot find host a.example"});
    http_.answer(404, "");
    CPPUNIT_ASSERT_EQUAL("bad_config: " + begin +
                             "https://a.example:"
                             " https://a.example/.well-known/openid-configuration answered HTTP"
                             " status 404",
                         sentence_of(find("https://a.example")));
    http_.answer(200, "<html>");
    http_.answer(404, "");
    CPPUNIT_ASSERT_EQUAL("bad_reply: " + begin +
                             "https://a.example: the document at"
                             " https://a.example/.well-known/oauth-authorization-server is not a"
                             " JSON object: syntax error at byte 1",
                         sentence_of(find("https://a.example")));
    http_.fail({ErrorKind::unavailable, "no answer in time"});
    http_.fail({ErrorKind::unavailable, "no answer in time"});
    CPPUNIT_ASSERT(find("https://a.example").error().kind == ErrorKind::unavailable);
    CPPUNIT_ASSERT_EQUAL("bad_config: " + begin + "a b: it is neither a URL nor a domain",
                         sentence_of(find("a b")));
  }

  void asks_over_https_alone() {
    CPPUNIT_ASSERT(find("http://sso.example.com").error().kind == ErrorKind::bad_config);
    CPPUNIT_ASSERT(find("http://127.0.0.1:1").error().kind == ErrorKind::bad_config);
    CPPUNIT_ASSERT(http_.requests().empty());
  }

  void makes_a_provider_of_it() {
    http_.answer(200, document("https://sso.example.com", R"(,"scopes_supported":["mail"],
        "registration_endpoint":"https://sso.example.com/register",
        "authorization_response_iss_parameter_supported":true)"));
    const Provider provider = provider_of(*find("https://sso.example.com"));
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.example.com https://sso.example.com mail"
                                     " https://sso.example.com/register"),
                         provider.name + " " + provider.issuer + " " + provider.scope + " " +
                             provider.registration_endpoint);
    CPPUNIT_ASSERT(provider.names_its_issuer == true);
    CPPUNIT_ASSERT(provider.client_authentication == ClientAuthentication::client_secret_basic);
    ServerMetadata post;
    post.authentication_methods = {"none", "client_secret_post"};
    CPPUNIT_ASSERT(provider_of(post).client_authentication ==
                   ClientAuthentication::client_secret_post);
    CPPUNIT_ASSERT(!provider_of(post).names_its_issuer);
  }

  void chooses_scopes_that_open_mailboxes() {
    const struct {
      std::vector<std::string> offered;
      const char* scope;
    } cases[] = {
        {{"openid", "offline_access", "mail"}, "mail offline_access"},
        {{"smtp", "imap", "calendar"}, "imap smtp"},
        {{"urn:ietf:params:oauth:scope:mail"}, "urn:ietf:params:oauth:scope:mail"},
        {{"profile", "openid", "email", "offline_access"}, "openid email profile offline_access"},
        {{"calendar"}, ""},
        {{}, ""},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.scope), mail_scope_of(each.offered));
    }
  }

 private:
  ScriptedHttp http_;

  Result<ServerMetadata> find(const std::string& what) {
    return discover(http_, what, PlainHttp::refused);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DiscoveryTest);

}  // namespace
}  // namespace oauth
