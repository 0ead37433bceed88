// SPDX-License-Identifier: MIT
#include "oauth/grant/revocation.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char endpoint[] = "https://as.example/revoke";

Client client() {
  Client client;
  client.token_endpoint = "https://as.example/token";
  client.client_id = "id";
  client.client_secret = Secret::copy_of("s/1");
  return client;
}

class RevocationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RevocationTest);
  CPPUNIT_TEST(posts_the_token_its_kind_and_the_client);
  CPPUNIT_TEST(authenticates_by_header_where_the_client_does);
  CPPUNIT_TEST(keeps_the_audience_of_an_assertion);
  CPPUNIT_TEST(takes_a_token_that_is_gone_for_revoked);
  CPPUNIT_TEST(tells_why_the_server_does_not_and_repeats_no_secret);
  CPPUNIT_TEST(sends_nothing_in_clear);
  CPPUNIT_TEST_SUITE_END();

 public:
  void posts_the_token_its_kind_and_the_client() {
    http_.answer(200, "");
    CPPUNIT_ASSERT(*revoke(TokenKind::refresh_token) == Revoked::now);
    http_.answer(200, "not looked at");
    CPPUNIT_ASSERT(*revoke(TokenKind::access_token) == Revoked::now);
    const SentRequest& request = http_.requests()[0];
    CPPUNIT_ASSERT(request.method == HttpMethod::post);
    CPPUNIT_ASSERT_EQUAL(std::string(endpoint), request.url);
    CPPUNIT_ASSERT_EQUAL(std::string("token=1%2F%2Ftoken-canary&token_type_hint=refresh_token"
                                     "&client_id=id&client_secret=s%2F1"),
                         request.body);
    CPPUNIT_ASSERT(http_.requests()[1].body.find("token_type_hint=access_token") !=
                   std::string::npos);
  }

  void authenticates_by_header_where_the_client_does() {
    Client basic = client();
    basic.authentication = ClientAuthentication::client_secret_basic;
    http_.answer(200, "");
    CPPUNIT_ASSERT(revoke(TokenKind::refresh_token, basic));
    const SentRequest& request = http_.requests()[0];
    CPPUNIT_ASSERT_EQUAL(std::string("token=1%2F%2Ftoken-canary&token_type_hint=refresh_token"),
                         request.body);
    CPPUNIT_ASSERT(request.header("Authorization"));
  }

  void keeps_the_audience_of_an_assertion() {
    CPPUNIT_ASSERT_EQUAL(std::string("https://as.example/token"),
                         client_for_revocation(client(), endpoint).assertion_audience);
    Client named = client();
    named.assertion_audience = "https://as.example";
    CPPUNIT_ASSERT_EQUAL(std::string("https://as.example"),
                         client_for_revocation(named, endpoint).assertion_audience);
  }

  void takes_a_token_that_is_gone_for_revoked() {
    for (const char* code : {"invalid_token", "invalid_grant"}) {
      http_.answer(400, R"({"error": ")" + std::string(code) + "\"}");
      CPPUNIT_ASSERT(*revoke(TokenKind::refresh_token) == Revoked::before);
    }
  }

  void tells_why_the_server_does_not_and_repeats_no_secret() {
    const struct {
      int status;
      const char* body;
      const char* sentence;
    } cases[] = {
        {503, "", "unavailable: as.example answered HTTP status 503; it may work later"},
        {401, R"({"error": "invalid_client"})", "bad_config: as.example answered invalid_client"},
        {400, R"({"error": "unsupported_token_type"})",
         "refused: as.example does not revoke tokens of this type"},
        {404, "",
         "bad_config: as.example answered HTTP status 404 to the revocation; check the provider's"
         " revocation_endpoint"},
        {400, R"({"error": "server_error", "error_description": "no 1//token-canary here"})",
         "unavailable: as.example answered server_error: no *** here; it may work later"},
    };
    for (const auto& each : cases) {
      http_.answer(each.status, each.body, "60");
      const auto revoked = revoke(TokenKind::refresh_token);
      CPPUNIT_ASSERT_EQUAL(std::string(each.sentence), sentence_of(revoked));
      CPPUNIT_ASSERT(revoked.error().retry_after == seconds(60));
    }
  }

  void sends_nothing_in_clear() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: no token may be sent to the revocation endpoint at as.example;"
                    " correct the provider's revocation_endpoint"),
        sentence_of(revoke_token(http_, client_for_revocation(client(), "http://as.example/revoke"),
                                 TokenKind::refresh_token, token_, TimePoint())));
    CPPUNIT_ASSERT(http_.requests().empty());
  }

 private:
  ScriptedHttp http_;
  const Secret token_ = Secret::copy_of("1//token-canary");

  Result<Revoked> revoke(TokenKind kind, const Client& of = client()) {
    return revoke_token(http_, client_for_revocation(of, endpoint), kind, token_, TimePoint());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RevocationTest);

}  // namespace
}  // namespace oauth
