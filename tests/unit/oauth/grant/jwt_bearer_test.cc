// SPDX-License-Identifier: MIT
#include "oauth/grant/jwt_bearer.h"

#include <cppunit/extensions/HelperMacros.h>

#include "oauth/network/openssl_crypto.h"
#include "tests/support/jwt_vectors.h"
#include "tests/support/sentence.h"
#include "tests/support/signatures.h"

namespace oauth {
namespace {

constexpr TimePoint at = from_unix(1700000000);

class JwtBearerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JwtBearerTest);
  CPPUNIT_TEST(builds_what_google_wants);
  CPPUNIT_TEST(signs_it_with_the_service_accounts_key);
  CPPUNIT_TEST(has_the_form_of_rfc_7523_section_2_1);
  CPPUNIT_TEST(signs_with_p256_and_for_another_audience);
  CPPUNIT_TEST(says_what_is_missing);
  CPPUNIT_TEST(says_what_is_wrong_with_the_key);
  CPPUNIT_TEST_SUITE_END();

 public:
  void builds_what_google_wants() {
    const auto jwt = grant_assertion(crypto_, google(), at);
    CPPUNIT_ASSERT(jwt);
    const std::string text(jwt->reveal());
    CPPUNIT_ASSERT_EQUAL(std::string(vectors::google_input), text.substr(0, text.rfind('.')));
  }

  void signs_it_with_the_service_accounts_key() {
    const Record record = google();
    const auto jwt = grant_assertion(crypto_, record, at);
    CPPUNIT_ASSERT(jwt);
    const auto parts = jwt_parts(jwt->reveal());
    CPPUNIT_ASSERT(verifies(SigningAlgorithm::rs256, public_half(record.assertion.key),
                            parts[0] + "." + parts[1], base64url_decoded(parts[2])));
  }

  void has_the_form_of_rfc_7523_section_2_1() {
    const auto form = jwt_bearer_form(crypto_, google(), at);
    CPPUNIT_ASSERT(form);
    const std::string start =
        std::string("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=") +
        vectors::google_input + ".";
    CPPUNIT_ASSERT_EQUAL(start, std::string(form->encoded().reveal().substr(0, start.size())));
  }

  void signs_with_p256_and_for_another_audience() {
    Record record = google();
    record.assertion.key = new_key_on("P-256");
    record.assertion.key_id.clear();
    record.client.assertion_audience = "https://sso.example.com";
    record.client.scope.clear();
    const auto jwt = grant_assertion(crypto_, record, at);
    CPPUNIT_ASSERT(jwt);
    const auto parts = jwt_parts(jwt->reveal());
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"alg":"ES256","typ":"JWT"})"),
                         base64url_decoded(parts[0]));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"iss":"mailer@example-project.iam.gserviceaccount.com",)"
                                     R"("sub":"user@example.com","aud":"https://sso.example.com",)"
                                     R"("iat":1700000000,"exp":1700003600})"),
                         base64url_decoded(parts[1]));
  }

  void says_what_is_missing() {
    Record record = google();
    record.assertion.subject.clear();
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: the record of user@example.com lacks its service account's "
                    "issuer, subject or key; add the account again with its key file: sasl-oauth "
                    "add"),
        sentence_of(grant_assertion(crypto_, record, at)));
  }

  void says_what_is_wrong_with_the_key() {
    Record record = google();
    record.assertion.key = Secret::copy_of("x");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: the service account's key of user@example.com is no private key "
                    "in PEM; add the account again with its key file"),
        sentence_of(grant_assertion(crypto_, record, at)));
  }

 private:
  static Record google() {
    Record record;
    record.account = "user@example.com";
    record.grant = GrantType::jwt_bearer;
    record.client.token_endpoint = "https://oauth2.googleapis.com/token";
    record.client.scope = "https://mail.google.com/";
    record.assertion.issuer = "mailer@example-project.iam.gserviceaccount.com";
    record.assertion.subject = "user@example.com";
    record.assertion.key = new_rsa_key();
    record.assertion.key_id = "0123456789abcdef0123456789abcdef01234567";
    return record;
  }

  OpensslCrypto crypto_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(JwtBearerTest);

}  // namespace
}  // namespace oauth
