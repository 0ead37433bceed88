// SPDX-License-Identifier: MIT
#include "oauth/grant/client_assertion.h"

#include <cppunit/extensions/HelperMacros.h>

#include "oauth/network/openssl_crypto.h"
#include "tests/support/jwt_vectors.h"
#include "tests/support/sentence.h"
#include "tests/support/signatures.h"

namespace oauth {
namespace {

constexpr TimePoint at = from_unix(1700000000);

// Reads the published certificate as if the key at hand were its own.
class BorrowedCertificate : public OpensslCrypto {
 public:
  Result<void> check_pair(const Secret&, std::string_view) override { return {}; }
};

class ClientAssertionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClientAssertionTest);
  CPPUNIT_TEST(builds_what_microsoft_wants);
  CPPUNIT_TEST(signs_with_ps256_where_there_is_a_certificate);
  CPPUNIT_TEST(signs_as_the_key_wants_it_and_names_the_key);
  CPPUNIT_TEST(has_the_audience_that_the_client_says);
  CPPUNIT_TEST(says_what_is_wrong_with_the_key);
  CPPUNIT_TEST(refuses_the_certificate_of_another_key);
  CPPUNIT_TEST(refuses_an_unknown_algorithm);
  CPPUNIT_TEST_SUITE_END();

 public:
  void builds_what_microsoft_wants() {
    BorrowedCertificate crypto;
    Client client = example();
    client.key = new_rsa_key();
    client.certificate = vectors::certificate;
    client.assertion_algorithm = "RS256";
    const auto jwt = client_assertion(crypto, client, "22222222-3333-4444-5555-666666666666", at);
    CPPUNIT_ASSERT(jwt);
    const std::string text(jwt->reveal());
    CPPUNIT_ASSERT_EQUAL(std::string(vectors::microsoft_input), text.substr(0, text.rfind('.')));
  }

  void signs_with_ps256_where_there_is_a_certificate() {
    OpensslCrypto crypto;
    Client client = example();
    client.key = new_rsa_key();
    client.certificate = self_signed(client.key, "mail");
    const auto parts = made(crypto, client);
    CPPUNIT_ASSERT(verifies(SigningAlgorithm::ps256, public_half(client.key),
                            parts[0] + "." + parts[1], base64url_decoded(parts[2])));
    const std::string header = base64url_decoded(parts[0]);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, header.find(R"({"alg":"PS256","typ":"JWT","x5t#S256":")"));
  }

  void signs_as_the_key_wants_it_and_names_the_key() {
    OpensslCrypto crypto;
    Client client = example();
    client.key_id = "k1";
    client.key = new_rsa_key();
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"alg":"RS256","typ":"JWT","kid":"k1"})"),
                         base64url_decoded(made(crypto, client)[0]));
    client.key = new_key_on("P-256");
    const auto parts = made(crypto, client);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"alg":"ES256","typ":"JWT","kid":"k1"})"),
                         base64url_decoded(parts[0]));
    CPPUNIT_ASSERT(verifies(SigningAlgorithm::es256, public_half(client.key),
                            parts[0] + "." + parts[1], base64url_decoded(parts[2])));
  }

  void has_the_audience_that_the_client_says() {
    OpensslCrypto crypto;
    Client client = example();
    client.key = new_key_on("P-256");
    client.assertion_audience = "https://sso.example.com";
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"aud":"https://sso.example.com",)"
                                     R"("iss":"11111111-2222-3333-4444-555555555555",)"
                                     R"("sub":"11111111-2222-3333-4444-555555555555","jti":"j",)"
                                     R"("nbf":1700000000,"iat":1700000000,"exp":1700000600})"),
                         base64url_decoded(made(crypto, client)[1]));
  }

  void says_what_is_wrong_with_the_key() {
    OpensslCrypto crypto;
    Client client = example();
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the client has nothing to sign with; give it "
                                     "private_key or assertion_file"),
                         sentence_of(client_assertion(crypto, client, "j", at)));
    client.key = Secret::copy_of("key");
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the client's private_key is no private key in "
                                     "PEM; correct the client"),
                         sentence_of(client_assertion(crypto, client, "j", at)));
    client.key = new_key_on("P-256");
    client.assertion_algorithm = "RS256";
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the client's private_key is no RSA key, which "
                                     "RS256 needs; correct the client"),
                         sentence_of(client_assertion(crypto, client, "j", at)));
  }

  void refuses_the_certificate_of_another_key() {
    OpensslCrypto crypto;
    Client client = example();
    client.key = new_key_on("P-256");
    client.certificate = vectors::certificate;
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the client's certificate does not belong to the "
                                     "private key; correct the client"),
                         sentence_of(client_assertion(crypto, client, "j", at)));
  }

  void refuses_an_unknown_algorithm() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: there is no assertion_algorithm HS256; write RS256, PS256 or "
                    "ES256"),
        sentence_of(assertion_algorithm("HS256", SigningAlgorithm::rs256)));
  }

 private:
  static Client example() {
    Client client;
    client.token_endpoint =
        "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001/oauth2/v2.0/token";
    client.client_id = "11111111-2222-3333-4444-555555555555";
    client.authentication = ClientAuthentication::private_key_jwt;
    return client;
  }

  static std::vector<std::string> made(Crypto& crypto, const Client& client) {
    const auto jwt = client_assertion(crypto, client, "j", at);
    CPPUNIT_ASSERT_MESSAGE(sentence_of(jwt), jwt);
    return jwt_parts(jwt->reveal());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientAssertionTest);

}  // namespace
}  // namespace oauth
