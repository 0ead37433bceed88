// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_key.h"

#include <cppunit/extensions/HelperMacros.h>
#include <openssl/err.h>

#include <string>

#include "tests/support/signatures.h"

namespace oauth {
namespace {

class OpensslKeyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OpensslKeyTest);
  CPPUNIT_TEST(reads_every_form_of_private_key);
  CPPUNIT_TEST(refuses_an_encrypted_key_without_asking_for_its_pass_phrase);
  CPPUNIT_TEST(refuses_what_is_no_private_key);
  CPPUNIT_TEST(empties_the_error_queue_it_shares_with_the_host);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_every_form_of_private_key() {
    const Secret rsa = new_rsa_key();
    const Secret ec = new_key_on("P-256");
    CPPUNIT_ASSERT(read_private_key(rsa));
    CPPUNIT_ASSERT(read_private_key(written_as(rsa, "PKCS1")));
    CPPUNIT_ASSERT(read_private_key(ec));
    CPPUNIT_ASSERT(read_private_key(written_as(ec, "EC")));
    CPPUNIT_ASSERT(is_p256(read_private_key(ec)->get()));
    CPPUNIT_ASSERT(!is_p256(read_private_key(rsa)->get()));
  }

  void refuses_an_encrypted_key_without_asking_for_its_pass_phrase() {
    const Secret rsa = new_rsa_key();
    for (const char* form : {"encrypted", "encrypted PKCS1"}) {
      const auto key = read_private_key(written_as(rsa, form));
      CPPUNIT_ASSERT_MESSAGE(form, !key);
      CPPUNIT_ASSERT(key.error().kind == ErrorKind::bad_config);
      CPPUNIT_ASSERT_EQUAL(
          std::string("is encrypted with a pass phrase, and nobody can be asked; write it without "
                      "one: openssl pkey -in OLD -out NEW"),
          key.error().message);
    }
  }

  void refuses_what_is_no_private_key() {
    const std::string public_pem = public_half(new_key_on("P-256"));
    for (const std::string& pem :
         {std::string(), std::string("key"), public_pem,
          std::string("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")}) {
      const auto key = read_private_key(Secret::copy_of(pem));
      CPPUNIT_ASSERT(!key);
      CPPUNIT_ASSERT(key.error().kind == ErrorKind::bad_config);
      CPPUNIT_ASSERT_EQUAL(std::string("is no private key in PEM"), key.error().message);
      CPPUNIT_ASSERT_EQUAL(0UL, ERR_peek_error());
    }
  }

  void empties_the_error_queue_it_shares_with_the_host() {
    ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR);
    CPPUNIT_ASSERT(openssl_failed("fly").kind == ErrorKind::internal);
    CPPUNIT_ASSERT_EQUAL(0UL, ERR_peek_error());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OpensslKeyTest);

}  // namespace
}  // namespace oauth
