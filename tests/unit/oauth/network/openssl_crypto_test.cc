// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_crypto.h"

#include <cppunit/extensions/HelperMacros.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <string>

#include "tests/support/signatures.h"

namespace oauth {
namespace {

template <std::size_t size>
std::string hex(const std::array<unsigned char, size>& digest) {
  std::string text;
  for (unsigned char byte : digest) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

class OpensslCryptoTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OpensslCryptoTest);
  CPPUNIT_TEST(computes_the_published_digests);
  CPPUNIT_TEST(computes_the_challenge_of_rfc_7636_appendix_b);
  CPPUNIT_TEST(hashes_bytes_after_a_nul);
  CPPUNIT_TEST(fails_as_internal_with_an_empty_error_queue);
  CPPUNIT_TEST(makes_keys_whose_coordinates_are_those_of_the_public_half);
  CPPUNIT_TEST(signs_what_the_public_half_verifies);
  CPPUNIT_TEST(refuses_what_is_no_p_256_key);
  CPPUNIT_TEST_SUITE_END();

 public:
  void computes_the_published_digests() {
    // FIPS 180-4 examples, and a million times "a"
    const struct {
      std::string text;
      const char* digest;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {std::string(1000000, 'a'),
         "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (const auto& one : cases) {
      const auto digest = OpensslCrypto().sha256(one.text);
      CPPUNIT_ASSERT(digest);
      CPPUNIT_ASSERT_EQUAL(std::string(one.digest), hex(*digest));
    }
  }

  void computes_the_challenge_of_rfc_7636_appendix_b() {
    const auto digest = OpensslCrypto().sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    CPPUNIT_ASSERT(digest);
    const Sha256 expected{19, 211, 30,  150, 26,  26,  216, 236, 47,  22,  177,
                          12, 76,  152, 46,  8,   118, 168, 120, 173, 109, 241,
                          68, 86,  110, 225, 137, 74,  203, 112, 249, 195};
    CPPUNIT_ASSERT(expected == *digest);
  }

  void hashes_bytes_after_a_nul() {
    const auto with = OpensslCrypto().sha256(std::string_view("a\0b", 3));
    const auto without = OpensslCrypto().sha256("a");
    CPPUNIT_ASSERT(with && without);
    CPPUNIT_ASSERT(*with != *without);
  }

  void fails_as_internal_with_an_empty_error_queue() {
    // No provider has this property, so nothing can be fetched.
    CPPUNIT_ASSERT_EQUAL(1, EVP_set_default_properties(nullptr, "sasl.oauth.test=yes"));
    const auto digest = OpensslCrypto().sha256("abc");
    const unsigned long left = ERR_peek_error();
    EVP_set_default_properties(nullptr, "");
    CPPUNIT_ASSERT(!digest);
    CPPUNIT_ASSERT(digest.error().kind == ErrorKind::internal);
    CPPUNIT_ASSERT_EQUAL(0UL, left);
  }

  void makes_keys_whose_coordinates_are_those_of_the_public_half() {
    OpensslCrypto crypto;
    const auto key = crypto.new_ec_key();
    CPPUNIT_ASSERT(key);
    const auto point = crypto.ec_public_key(*key);
    CPPUNIT_ASSERT(point);
    // SubjectPublicKeyInfo of P-256 ends with the two, behind a 0x04 (RFC 5480 section 2.2).
    std::string pem = public_half(*key);
    pem = pem.substr(27, pem.find("\n-----END") - 27);
    pem.erase(std::remove(pem.begin(), pem.end(), '\n'), pem.end());
    for (char& c : pem) c = c == '+' ? '-' : c == '/' ? '_' : c;
    const std::string der = base64url_decoded(pem.substr(0, pem.find('=')));
    CPPUNIT_ASSERT_EQUAL(std::size_t{91}, der.size());
    CPPUNIT_ASSERT(der.substr(27, 32) == std::string(point->x.begin(), point->x.end()));
    CPPUNIT_ASSERT(der.substr(59, 32) == std::string(point->y.begin(), point->y.end()));
  }

  void signs_what_the_public_half_verifies() {
    OpensslCrypto crypto;
    const auto key = crypto.new_ec_key();
    CPPUNIT_ASSERT(key);
    const auto signature = crypto.sign(SigningAlgorithm::es256, *key, "header.payload");
    CPPUNIT_ASSERT(signature);
    const std::string half = public_half(*key);
    CPPUNIT_ASSERT(verifies(SigningAlgorithm::es256, half, "header.payload", *signature));
    CPPUNIT_ASSERT(!verifies(SigningAlgorithm::es256, half, "header.payloaD", *signature));
  }

  void refuses_what_is_no_p_256_key() {
    const auto point = OpensslCrypto().ec_public_key(new_rsa_key());
    CPPUNIT_ASSERT(!point);
    CPPUNIT_ASSERT(point.error().kind == ErrorKind::bad_config);
    CPPUNIT_ASSERT_EQUAL(std::string("is no P-256 key"), point.error().message);
    CPPUNIT_ASSERT_EQUAL(0UL, ERR_peek_error());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OpensslCryptoTest);

}  // namespace
}  // namespace oauth
