// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_crypto.h"

#include <cppunit/extensions/HelperMacros.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <string>

namespace oauth {
namespace {

// Verifies by the coordinates alone, as a server does.
bool verifies(const EcPublicKey& point, std::string_view bytes, const Es256Signature& raw) {
  std::string encoded = "\x04";
  encoded.append(point.x.begin(), point.x.end());
  encoded.append(point.y.begin(), point.y.end());
  char group[] = "prime256v1";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string("group", group, 0),
      OSSL_PARAM_construct_octet_string("pub", encoded.data(), encoded.size()),
      OSSL_PARAM_construct_end()};
  EVP_PKEY_CTX* maker = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
  EVP_PKEY* key = nullptr;
  EVP_PKEY_fromdata_init(maker);
  EVP_PKEY_fromdata(maker, &key, EVP_PKEY_PUBLIC_KEY, parameters);
  ECDSA_SIG* signature = ECDSA_SIG_new();
  ECDSA_SIG_set0(signature, BN_bin2bn(raw.data(), 32, nullptr),
                 BN_bin2bn(raw.data() + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature, &der);
  EVP_MD_CTX* digester = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(digester, nullptr, EVP_sha256(), nullptr, key);
  const bool is_good =
      EVP_DigestVerify(digester, der, static_cast<std::size_t>(size),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) == 1;
  EVP_MD_CTX_free(digester);
  OPENSSL_free(der);
  ECDSA_SIG_free(signature);
  EVP_PKEY_free(key);
  EVP_PKEY_CTX_free(maker);
  ERR_clear_error();
  return is_good;
}

std::string from_hex(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

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
  CPPUNIT_TEST(signs_what_the_public_half_verifies);
  CPPUNIT_TEST(pads_both_halves_of_a_signature_to_32_octets);
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

  void signs_what_the_public_half_verifies() {
    OpensslCrypto crypto;
    const auto key = crypto.new_ec_key();
    CPPUNIT_ASSERT(key);
    const auto signature = crypto.sign_es256(*key, "header.payload");
    const auto point = crypto.ec_public_key(*key);
    CPPUNIT_ASSERT(signature && point);
    CPPUNIT_ASSERT(verifies(*point, "header.payload", *signature));
    CPPUNIT_ASSERT(!verifies(*point, "header.payloaD", *signature));
  }

  void pads_both_halves_of_a_signature_to_32_octets() {
    const auto small = es256_from_der(from_hex("3006020101020102"));
    CPPUNIT_ASSERT(small);
    CPPUNIT_ASSERT_EQUAL(std::string(62, '0') + "01" + std::string(62, '0') + "02", hex(*small));
    const auto large = es256_from_der(
        from_hex("304402210080000000000000000000000000000000000000000000000000000000000000"
                 "05021f7f000000000000000000000000000000000000000000000000000000000007"));
    CPPUNIT_ASSERT(large);
    CPPUNIT_ASSERT_EQUAL(std::string("80000000000000000000000000000000000000000000000000000000"
                                     "00000005"
                                     "007f0000000000000000000000000000000000000000000000000000"
                                     "00000007"),
                         hex(*large));
  }

  void refuses_what_is_no_p_256_key() {
    for (const char* pem :
         {"", "key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}) {
      const auto signature = OpensslCrypto().sign_es256(Secret::copy_of(pem), "x");
      CPPUNIT_ASSERT(!signature);
      CPPUNIT_ASSERT(signature.error().kind == ErrorKind::bad_config);
      CPPUNIT_ASSERT_EQUAL(0UL, ERR_peek_error());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OpensslCryptoTest);

}  // namespace
}  // namespace oauth
