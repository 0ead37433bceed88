// SPDX-License-Identifier: MIT
#include "oauth/wire/server_metadata.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char least[] = R"("issuer":"https://a.example","token_endpoint":"https://a.example/t")";

std::string document(const std::string& more) { return std::string("{") + least + more + "}"; }

class ServerMetadataTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ServerMetadataTest);
  CPPUNIT_TEST(reads_what_we_use_and_passes_over_the_rest);
  CPPUNIT_TEST(wants_no_more_than_an_issuer_and_a_token_endpoint);
  CPPUNIT_TEST(takes_lists_that_are_none_for_missing);
  CPPUNIT_TEST(refuses_what_would_mislead);
  CPPUNIT_TEST(takes_http_to_this_machine_only_where_told_to);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_what_we_use_and_passes_over_the_rest() {
    const auto metadata =
        parse(document(R"(,"authorization_endpoint":"https://a.example/auth","jwks_uri":"ftp://x",
        "device_authorization_endpoint":"https://a.example/device",
        "revocation_endpoint":"https://a.example/revoke",
        "registration_endpoint":"https://a.example/register",
        "scopes_supported":["openid","mail"],"claims_supported":[{"a":[1]}],
        "token_endpoint_auth_methods_supported":["none","client_secret_post"],
        "code_challenge_methods_supported":["plain","S256"],
        "authorization_response_iss_parameter_supported":true,
        "mtls_endpoint_aliases":{"token_endpoint":"https://mtls.a.example/t"})"));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(metadata));
    CPPUNIT_ASSERT_EQUAL(
        std::string("https://a.example https://a.example/auth"
                    " https://a.example/t https://a.example/device"
                    " https://a.example/revoke https://a.example/register"
                    " https://mtls.a.example/t"),
        metadata->issuer + " " + metadata->authorization_endpoint + " " + metadata->token_endpoint +
            " " + metadata->device_authorization_endpoint + " " + metadata->revocation_endpoint +
            " " + metadata->registration_endpoint + " " + metadata->mtls_token_endpoint);
    CPPUNIT_ASSERT((metadata->scopes == std::vector<std::string>{"openid", "mail"}));
    CPPUNIT_ASSERT((metadata->authentication_methods ==
                    std::vector<std::string>{"none", "client_secret_post"}));
    CPPUNIT_ASSERT(metadata->names_its_issuer);
  }

  void wants_no_more_than_an_issuer_and_a_token_endpoint() {
    const auto metadata = parse(document(R"(,"authorization_endpoint":null)"));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(metadata));
    CPPUNIT_ASSERT(metadata->authorization_endpoint.empty() && !metadata->names_its_issuer);
  }

  void takes_lists_that_are_none_for_missing() {
    const auto metadata = parse(document(
        R"(,"scopes_supported":"mail","token_endpoint_auth_methods_supported":[1],
        "mtls_endpoint_aliases":[],"authorization_response_iss_parameter_supported":"true")"));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(metadata));
    CPPUNIT_ASSERT(metadata->scopes.empty() && metadata->authentication_methods.empty());
    CPPUNIT_ASSERT(!metadata->names_its_issuer);
  }

  void refuses_what_would_mislead() {
    const std::string longest(2049, 'a');
    const struct {
      std::string text;
      const char* sentence;
    } cases[] = {
        {"[]", "bad_reply: is not a JSON object: it is an array"},
        {"{}", "bad_reply: names no issuer"},
        {R"({"issuer":7})", "bad_reply: has a issuer that is malformed"},
        {R"({"issuer":"https://a.example"})", "bad_reply: names no token_endpoint"},
        {document(R"(,"issuer":"https://b.example")"), "bad_reply: has \"issuer\" twice"},
        {document(R"(,"scopes_supported":[],"scopes_supported":[])"),
         "bad_reply: has \"scopes_supported\" twice"},
        {document(R"(,"registration_endpoint":"http://a.example/r")"),
         "bad_reply: has a registration_endpoint that is not https"},
        {document(R"x(,"authorization_endpoint":"javascript:alert(1)")x"),
         "bad_reply: has a authorization_endpoint that does not begin with https://"},
        {document(R"(,"authorization_endpoint":"https://a.example/\u001b[2J")"),
         "bad_reply: has a authorization_endpoint that is malformed"},
        {document(R"(,"authorization_endpoint":"https://a.example/)" + longest + "\""),
         "bad_reply: has a authorization_endpoint that is malformed"},
        {document(R"(,"mtls_endpoint_aliases":{"token_endpoint":"http://m.example/"})"),
         "bad_reply: has a token_endpoint that is not https"},
        {document(R"(,"code_challenge_methods_supported":["plain"])"),
         "bad_reply: does not offer PKCE with S256 (RFC 7636)"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.sentence), sentence_of(parse(each.text)));
    }
  }

  void takes_http_to_this_machine_only_where_told_to() {
    const char text[] =
        R"({"issuer":"http://127.0.0.1:1","token_endpoint":"http://127.0.0.1:1/t"})";
    CPPUNIT_ASSERT(!parse(text));
    CPPUNIT_ASSERT(parse_server_metadata(text, PlainHttp::to_loopback));
  }

 private:
  static Result<ServerMetadata> parse(const std::string& text) {
    return parse_server_metadata(text, PlainHttp::refused);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServerMetadataTest);

}  // namespace
}  // namespace oauth
