// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_signing.h"

#include <cppunit/extensions/HelperMacros.h>
#include <openssl/err.h>

#include "tests/support/jwt_vectors.h"
#include "tests/support/signatures.h"

namespace oauth {
namespace {

std::string from_hex(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

class OpensslSigningTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OpensslSigningTest);
  CPPUNIT_TEST(verifies_the_published_vectors_as_a_server_does);
  CPPUNIT_TEST(signs_with_rsa_in_both_ways_and_every_form_of_key);
  CPPUNIT_TEST(signs_with_p256_in_every_form_of_key);
  CPPUNIT_TEST(salts_pss_anew_each_time);
  CPPUNIT_TEST(knows_what_a_key_is_for);
  CPPUNIT_TEST(refuses_a_key_that_does_not_fit_the_algorithm);
  CPPUNIT_TEST(refuses_an_rsa_key_below_2048_bits);
  CPPUNIT_TEST(pads_both_halves_of_a_signature_to_32_octets);
  CPPUNIT_TEST_SUITE_END();

 public:
  // Proves the check that the other tests rest on.
  void verifies_the_published_vectors_as_a_server_does() {
    const struct {
      SigningAlgorithm algorithm;
      const char* input;
      const char* signature;
    } cases[] = {{SigningAlgorithm::rs256, vectors::google_input, vectors::google_signature},
                 {SigningAlgorithm::rs256, vectors::microsoft_input, vectors::microsoft_signature},
                 {SigningAlgorithm::ps256, vectors::pss_input, vectors::pss_signature}};
    for (const auto& one : cases) {
      const std::string signature = base64url_decoded(one.signature);
      CPPUNIT_ASSERT_MESSAGE(one.input,
                             verifies(one.algorithm, vectors::public_key, one.input, signature));
      CPPUNIT_ASSERT(!verifies(one.algorithm, vectors::public_key, "other", signature));
    }
  }

  void signs_with_rsa_in_both_ways_and_every_form_of_key() {
    const Secret key = new_rsa_key();
    const Secret pkcs1 = written_as(key, "PKCS1");
    CPPUNIT_ASSERT(pkcs1.reveal().find("BEGIN RSA PRIVATE KEY") != std::string_view::npos);
    for (const Secret* form : {&key, &pkcs1}) {
      for (const auto algorithm : {SigningAlgorithm::rs256, SigningAlgorithm::ps256}) {
        const auto signature = openssl_sign(algorithm, *form, "header.payload");
        CPPUNIT_ASSERT(signature);
        CPPUNIT_ASSERT_EQUAL(std::size_t{256}, signature->size());
        CPPUNIT_ASSERT(verifies(algorithm, public_half(key), "header.payload", *signature));
      }
    }
    CPPUNIT_ASSERT_EQUAL(0UL, ERR_peek_error());
  }

  void signs_with_p256_in_every_form_of_key() {
    const Secret key = new_key_on("P-256");
    const Secret sec1 = written_as(key, "EC");
    CPPUNIT_ASSERT(sec1.reveal().find("BEGIN EC PRIVATE KEY") != std::string_view::npos);
    for (const Secret* form : {&key, &sec1}) {
      const auto signature = openssl_sign(SigningAlgorithm::es256, *form, "header.payload");
      CPPUNIT_ASSERT(signature);
      CPPUNIT_ASSERT(
          verifies(SigningAlgorithm::es256, public_half(key), "header.payload", *signature));
    }
  }

  void salts_pss_anew_each_time() {
    const Secret key = new_rsa_key();
    const auto one = openssl_sign(SigningAlgorithm::ps256, key, "x");
    const auto other = openssl_sign(SigningAlgorithm::ps256, key, "x");
    CPPUNIT_ASSERT(one && other);
    CPPUNIT_ASSERT(*one != *other);
  }

  void knows_what_a_key_is_for() {
    const auto rsa = openssl_usual_algorithm(new_rsa_key());
    const auto ec = openssl_usual_algorithm(new_key_on("P-256"));
    CPPUNIT_ASSERT(rsa && *rsa == SigningAlgorithm::rs256);
    CPPUNIT_ASSERT(ec && *ec == SigningAlgorithm::es256);
    expect_refusal(openssl_usual_algorithm(new_key_on("P-384")),
                   "is neither an RSA key nor one on P-256");
  }

  void refuses_a_key_that_does_not_fit_the_algorithm() {
    const Secret rsa = new_rsa_key();
    const Secret ec = new_key_on("P-256");
    expect_refusal(openssl_sign(SigningAlgorithm::es256, rsa, "x"),
                   "is no P-256 key, which ES256 needs");
    expect_refusal(openssl_sign(SigningAlgorithm::es256, new_key_on("P-384"), "x"),
                   "is no P-256 key, which ES256 needs");
    expect_refusal(openssl_sign(SigningAlgorithm::rs256, ec, "x"),
                   "is no RSA key, which RS256 needs");
    expect_refusal(openssl_sign(SigningAlgorithm::ps256, ec, "x"),
                   "is no RSA key, which PS256 needs");
  }

  void refuses_an_rsa_key_below_2048_bits() {
    expect_refusal(openssl_sign(SigningAlgorithm::rs256, new_rsa_key(1024), "x"),
                   "is an RSA key of less than 2048 bits, which servers refuse");
  }

  void pads_both_halves_of_a_signature_to_32_octets() {
    const auto small = es256_from_der(from_hex("3006020101020102"));
    CPPUNIT_ASSERT(small);
    CPPUNIT_ASSERT(from_hex(std::string(62, '0') + "01" + std::string(62, '0') + "02") == *small);
    const auto large = es256_from_der(
        from_hex("304402210080000000000000000000000000000000000000000000000000000000000000"
                 "05021f7f000000000000000000000000000000000000000000000000000000000007"));
    CPPUNIT_ASSERT(large);
    CPPUNIT_ASSERT(from_hex("80000000000000000000000000000000000000000000000000000000"
                            "00000005"
                            "007f0000000000000000000000000000000000000000000000000000"
                            "00000007") == *large);
  }

 private:
  template <class T>
  void expect_refusal(const Result<T>& result, const char* phrase) {
    CPPUNIT_ASSERT_MESSAGE(phrase, !result);
    CPPUNIT_ASSERT_MESSAGE(phrase, result.error().kind == ErrorKind::bad_config);
    CPPUNIT_ASSERT_EQUAL(std::string(phrase), result.error().message);
    CPPUNIT_ASSERT_EQUAL(0UL, ERR_peek_error());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OpensslSigningTest);

}  // namespace
}  // namespace oauth
