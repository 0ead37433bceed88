// SPDX-License-Identifier: MIT
#include "oauth/grant/signed_jwt.h"

#include <cppunit/extensions/HelperMacros.h>

#include "oauth/network/openssl_crypto.h"
#include "tests/support/signatures.h"

namespace oauth {
namespace {

class SignedJwtTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SignedJwtTest);
  CPPUNIT_TEST(signs_header_and_claims_in_the_order_given);
  CPPUNIT_TEST(passes_on_why_the_key_cannot_sign);
  CPPUNIT_TEST_SUITE_END();

 public:
  void signs_header_and_claims_in_the_order_given() {
    const Secret key = new_key_on("P-256");
    const auto jwt = make(key);
    CPPUNIT_ASSERT(jwt);
    const auto parts = jwt_parts(jwt->reveal());
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"typ":"JWT","alg":"ES256"})"),
                         base64url_decoded(parts[0]));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"sub":"a\"b","iat":1700000000})"),
                         base64url_decoded(parts[1]));
    CPPUNIT_ASSERT(verifies(SigningAlgorithm::es256, public_half(key), parts[0] + "." + parts[1],
                            base64url_decoded(parts[2])));
  }

  void passes_on_why_the_key_cannot_sign() {
    const auto jwt = make(Secret::copy_of("no key"));
    CPPUNIT_ASSERT(!jwt);
    CPPUNIT_ASSERT(jwt.error().kind == ErrorKind::bad_config);
    CPPUNIT_ASSERT_EQUAL(std::string("is no private key in PEM"), jwt.error().message);
  }

 private:
  static Result<Secret> make(const Secret& key) {
    OpensslCrypto crypto;
    JsonWriter header(JsonLayout::compact);
    header.string("typ", "JWT");
    header.string("alg", "ES256");
    JsonWriter claims(JsonLayout::compact);
    claims.string("sub", "a\"b");
    claims.number("iat", 1700000000);
    return signed_jwt(crypto, JwtSigner{SigningAlgorithm::es256, key}, std::move(header),
                      std::move(claims));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SignedJwtTest);

}  // namespace
}  // namespace oauth
