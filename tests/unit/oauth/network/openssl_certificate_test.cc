// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_certificate.h"

#include <cppunit/extensions/HelperMacros.h>
#include <openssl/err.h>

#include <string>

#include "oauth/base/base64.h"
#include "tests/support/jwt_vectors.h"
#include "tests/support/signatures.h"

namespace oauth {
namespace {

class OpensslCertificateTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OpensslCertificateTest);
  CPPUNIT_TEST(reads_thumbprint_end_and_subject);
  CPPUNIT_TEST(reads_the_first_of_a_chain);
  CPPUNIT_TEST(refuses_what_is_no_certificate);
  CPPUNIT_TEST(tells_whether_key_and_certificate_belong_together);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_thumbprint_end_and_subject() {
    const auto facts = openssl_certificate_of(vectors::certificate);
    CPPUNIT_ASSERT(facts);
    CPPUNIT_ASSERT_EQUAL(
        std::string(vectors::x5t_s256),
        base64url_encode({reinterpret_cast<const char*>(facts->thumbprint.data()), 32}));
    CPPUNIT_ASSERT_EQUAL(std::string("2126-10-29 21:58:56 UTC"), format_utc(facts->not_after));
    CPPUNIT_ASSERT_EQUAL(std::string("CN=xoauth2 test client"), facts->subject);
  }

  void reads_the_first_of_a_chain() {
    const Secret key = new_key_on("P-256");
    const std::string chain = vectors::certificate + self_signed(key, "second");
    const auto facts = openssl_certificate_of(chain);
    CPPUNIT_ASSERT(facts);
    CPPUNIT_ASSERT_EQUAL(std::string("CN=xoauth2 test client"), facts->subject);
  }

  void refuses_what_is_no_certificate() {
    const std::string key(new_key_on("P-256").reveal());
    for (const std::string& pem : {std::string(), std::string("x"), key}) {
      const auto facts = openssl_certificate_of(pem);
      CPPUNIT_ASSERT(!facts);
      CPPUNIT_ASSERT(facts.error().kind == ErrorKind::bad_config);
      CPPUNIT_ASSERT_EQUAL(std::string("is no certificate in PEM"), facts.error().message);
      CPPUNIT_ASSERT_EQUAL(0UL, ERR_peek_error());
    }
  }

  void tells_whether_key_and_certificate_belong_together() {
    const Secret key = new_key_on("P-256");
    const std::string certificate = self_signed(key, "mail");
    CPPUNIT_ASSERT(openssl_check_pair(key, certificate));
    const auto other = openssl_check_pair(new_key_on("P-256"), certificate);
    CPPUNIT_ASSERT(!other);
    CPPUNIT_ASSERT_EQUAL(std::string("does not belong to the private key"), other.error().message);
    const auto none = openssl_check_pair(Secret::copy_of("x"), certificate);
    CPPUNIT_ASSERT(!none);
    CPPUNIT_ASSERT_EQUAL(std::string("cannot be used: its key is no private key in PEM"),
                         none.error().message);
    CPPUNIT_ASSERT_EQUAL(0UL, ERR_peek_error());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OpensslCertificateTest);

}  // namespace
}  // namespace oauth
