// SPDX-License-Identifier: MIT
#include "oauth/login/authorization_code.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/fixed_random.h"
#include "tests/support/hashing_network.h"
#include "tests/support/sample_record.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char rfc_verifier[] = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr char rfc_challenge[] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

class BrokenRandom : public Random {
 public:
  Result<void> fill(unsigned char*, std::size_t) override {
    return Error{ErrorKind::internal, "no random bytes"};
  }
};

Provider google() {
  Provider provider;
  provider.name = "google";
  provider.authorization_endpoint = "https://accounts.google.com/o/oauth2/v2/auth";
  provider.authorization_parameters = {{"access_type", "offline"}, {"prompt", "consent"}};
  return provider;
}

Client gmail_client() {
  Client client;
  client.token_endpoint = "https://oauth2.googleapis.com/token";
  client.client_id = "1234567890-abc.apps.googleusercontent.com";
  client.client_secret = Secret::copy_of("s3cret/+");
  client.scope = "https://mail.google.com/";
  return client;
}

SignInAttempt attempt(const char* redirect_uri) {
  return {redirect_uri, Secret::copy_of("abc123"), Secret::copy_of(rfc_verifier), rfc_challenge};
}

class AuthorizationCodeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AuthorizationCodeTest);
  CPPUNIT_TEST(hashes_a_verifier_as_rfc_7636_does);
  CPPUNIT_TEST(begins_with_256_random_bits_each_for_state_and_verifier);
  CPPUNIT_TEST(does_not_begin_without_randomness_or_digest);
  CPPUNIT_TEST(builds_the_address_that_google_documents);
  CPPUNIT_TEST(keeps_the_query_of_the_endpoint_and_leaves_out_what_is_not_known);
  CPPUNIT_TEST(exchanges_the_code_with_its_verifier_and_the_same_redirect);
  CPPUNIT_TEST(refuses_a_reply_without_a_refresh_token);
  CPPUNIT_TEST(refuses_a_reply_without_a_usable_access_token);
  CPPUNIT_TEST(passes_on_what_the_server_refuses);
  CPPUNIT_TEST_SUITE_END();

 public:
  void hashes_a_verifier_as_rfc_7636_does() {
    const struct {
      std::string verifier;
      const char* challenge;
    } vectors[] = {
        {rfc_verifier, rfc_challenge},  // RFC 7636 appendix B
        {"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._~",
         "7SjWf5Of9twuEYtSj6OLPS7Cghq5qnlkvYWqFFxRvWo"},
        {std::string(43, 'a'), "ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA"},
        {std::string(128, 'A'), "tqw8wQOGMxx2XwTwQcFH0PJ48q7Y6qAh4tAFf8b2_54"},
    };
    HashingNetwork network;
    for (const auto& vector : vectors) {
      const auto challenge = pkce_challenge(network, Secret::copy_of(vector.verifier));
      CPPUNIT_ASSERT_EQUAL(std::string(vector.challenge), *challenge);
    }
  }

  void begins_with_256_random_bits_each_for_state_and_verifier() {
    HashingNetwork network;
    FixedRandom random(0xff);
    const auto begun = begin_sign_in(random, network, "http://127.0.0.1:1/");
    const std::string text = std::string(42, '_') + "8";  // 32 octets of 0xff
    CPPUNIT_ASSERT_EQUAL(text, std::string(begun->verifier.reveal()));
    CPPUNIT_ASSERT_EQUAL(text, std::string(begun->state.reveal()));
    CPPUNIT_ASSERT_EQUAL(*pkce_challenge(network, begun->verifier), begun->challenge);
    CPPUNIT_ASSERT_EQUAL(std::string("http://127.0.0.1:1/"), begun->redirect_uri);
  }

  void does_not_begin_without_randomness_or_digest() {
    HashingNetwork network;
    BrokenRandom no_random;
    CPPUNIT_ASSERT_EQUAL(std::string("internal: no random bytes"),
                         sentence_of(begin_sign_in(no_random, network, "http://127.0.0.1:1/")));
    ScriptedNetwork no_digest;
    FixedRandom random;
    CPPUNIT_ASSERT(!begin_sign_in(random, no_digest, "http://127.0.0.1:1/"));
  }

  void builds_the_address_that_google_documents() {
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=1234567890-"
            "abc.apps.googleusercontent.com&redirect_uri=http%3A%2F%2F127.0.0.1%3A43210&scope=https"
            "%3A%2F%2Fmail.google.com%2F&state=abc123&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8U"
            "RWbuGJSstw-cM&code_challenge_method=S256&access_type=offline&prompt=consent&login_hint"
            "=test.user%40gmail.com"),
        authorization_url(google(), gmail_client(), attempt("http://127.0.0.1:43210"),
                          "test.user@gmail.com"));
  }

  void keeps_the_query_of_the_endpoint_and_leaves_out_what_is_not_known() {
    Provider provider;
    provider.authorization_endpoint = "https://sso.example.com/auth?tenant=a%20b#top";
    Client client;
    client.client_id = "me";
    CPPUNIT_ASSERT_EQUAL(
        std::string("https://sso.example.com/auth?tenant=a%20b&response_type=code&client_id=me"
                    "&redirect_uri=r&state=abc123&code_challenge=") +
            rfc_challenge + "&code_challenge_method=S256",
        authorization_url(provider, client, attempt("r"), ""));
  }

  void exchanges_the_code_with_its_verifier_and_the_same_redirect() {
    ScriptedHttp http;
    http.answer(200, R"({"access_token":"a","refresh_token":"r","expires_in":3599,
                         "token_type":"Bearer"})");
    const auto reply = exchange(http);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(reply));
    CPPUNIT_ASSERT_EQUAL(std::string("a r"), std::string(reply->access_token.reveal()) + " " +
                                                 std::string(reply->refresh_token.reveal()));
    CPPUNIT_ASSERT_EQUAL(std::string("https://oauth2.googleapis.com/token"),
                         http.requests()[0].url);
    CPPUNIT_ASSERT_EQUAL(
        std::string("grant_type=authorization_code&code=4%2F0Ab%2Bc&redirect_uri=http%3A%2F%2F127."
                    "0.0.1%3A43210%2F&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
                    "&client_id=1234567890-abc.apps.googleusercontent.com&client_secret=s3cret%2F"
                    "%2B"),
        http.requests()[0].body);
  }

  void refuses_a_reply_without_a_refresh_token() {
    ScriptedHttp http;
    http.answer(200, R"({"access_token":"a","expires_in":3599,"token_type":"Bearer"})");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: the server gave an access token but no refresh token, so nothing"
                    " was kept; sign in again with authorization_parameters = { access_type ="
                    " \"offline\", prompt = \"consent\" } in the provider's table (Google), or with"
                    " the scope offline_access added (others)"),
        sentence_of(exchange(http)));
  }

  void refuses_a_reply_without_a_usable_access_token() {
    ScriptedHttp http;
    http.answer(200, R"({"access_token":"a b","refresh_token":"r","token_type":"Bearer"})");
    const auto reply = exchange(http);
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_reply: the token server's reply holds an access_token with forbidden"
                    " characters"),
        sentence_of(reply));
  }

  void passes_on_what_the_server_refuses() {
    ScriptedHttp http;
    http.answer(400, R"({"error":"invalid_grant"})");
    CPPUNIT_ASSERT(exchange(http).error().kind == ErrorKind::consent_needed);
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), http.requests().size());
  }

 private:
  static Result<TokenReply> exchange(ScriptedHttp& http) {
    return exchange_code(http, gmail_client(), attempt("http://127.0.0.1:43210/"),
                         Secret::copy_of("4/0Ab+c"), sample_now);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AuthorizationCodeTest);

}  // namespace
}  // namespace oauth
