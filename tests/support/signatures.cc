// SPDX-License-Identifier: MIT
#include "tests/support/signatures.h"

#include <cppunit/TestAssert.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>

#include "tests/support/test_authority.h"

namespace oauth {
namespace {

struct Deleter {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
using Bio = std::unique_ptr<BIO, Deleter>;

std::string text_of(const Bio& bio) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

Bio memory() { return Bio(BIO_new(BIO_s_mem())); }
Bio source(std::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Secret pkcs8(const Key& key) {
  CPPUNIT_ASSERT(key);
  const Bio bio = memory();
  CPPUNIT_ASSERT_EQUAL(1, PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0,
                                                        nullptr, nullptr));
  return Secret::copy_of(text_of(bio));
}

Key key_of(const Secret& pem) {
  Key key(PEM_read_bio_PrivateKey(source(pem.reveal()).get(), nullptr, nullptr, nullptr));
  CPPUNIT_ASSERT(key);
  return key;
}

// Raw R and S as DER, which OpenSSL verifies.
std::string der_of(std::string_view raw) {
  CPPUNIT_ASSERT_EQUAL(std::size_t{64}, raw.size());
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
  const std::unique_ptr<ECDSA_SIG, Deleter> signature(ECDSA_SIG_new());
  ECDSA_SIG_set0(signature.get(), BN_bin2bn(bytes, 32, nullptr),
                 BN_bin2bn(bytes + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return text;
}

}  // namespace

Secret new_rsa_key(unsigned bits) { return pkcs8(Key(EVP_RSA_gen(bits))); }

Secret new_key_on(const char* curve) { return pkcs8(Key(EVP_EC_gen(curve))); }

Secret written_as(const Secret& pem, const std::string& form) {
  const Key key = key_of(pem);
  const Bio bio = memory();
  char phrase[] = "pass phrase";
  const bool is_encrypted = form == "encrypted" || form == "encrypted PKCS1";
  const EVP_CIPHER* cipher = is_encrypted ? EVP_aes_128_cbc() : nullptr;
  const int written =
      form == "encrypted"
          ? PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), cipher, phrase, 11, nullptr,
                                          nullptr)
          : PEM_write_bio_PrivateKey_traditional(bio.get(), key.get(), cipher,
                                                 reinterpret_cast<unsigned char*>(phrase),
                                                 is_encrypted ? 11 : 0, nullptr, nullptr);
  CPPUNIT_ASSERT_EQUAL(1, written);
  return Secret::copy_of(text_of(bio));
}

std::string public_half(const Secret& pem) {
  const Bio bio = memory();
  CPPUNIT_ASSERT_EQUAL(1, PEM_write_bio_PUBKEY(bio.get(), key_of(pem).get()));
  return text_of(bio);
}

std::string self_signed(const Secret& pem, const std::string& name) {
  const Key key = key_of(pem);
  const Certificate certificate(X509_new());
  X509* raw = certificate.get();
  ASN1_INTEGER_set(X509_get_serialNumber(raw), 1);
  X509_gmtime_adj(X509_getm_notBefore(raw), -3600);
  X509_gmtime_adj(X509_getm_notAfter(raw), 24L * 3600);
  X509_set_pubkey(raw, key.get());
  X509_NAME* subject = X509_get_subject_name(raw);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(raw, subject);
  CPPUNIT_ASSERT(X509_sign(raw, key.get(), EVP_sha256()) != 0);
  const Bio bio = memory();
  CPPUNIT_ASSERT_EQUAL(1, PEM_write_bio_X509(bio.get(), raw));
  return text_of(bio);
}

bool verifies(SigningAlgorithm algorithm, const std::string& public_pem, std::string_view bytes,
              std::string_view raw) {
  const Key key(PEM_read_bio_PUBKEY(source(public_pem).get(), nullptr, nullptr, nullptr));
  CPPUNIT_ASSERT(key);
  const std::string signature =
      algorithm == SigningAlgorithm::es256 ? der_of(raw) : std::string(raw);
  const std::unique_ptr<EVP_MD_CTX, Deleter> digester(EVP_MD_CTX_new());
  EVP_PKEY_CTX* context = nullptr;
  EVP_DigestVerifyInit(digester.get(), &context, EVP_sha256(), nullptr, key.get());
  if (algorithm == SigningAlgorithm::ps256) {
    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256());
    EVP_PKEY_CTX_set_rsa_pss_saltlen(context, 32);
  }
  const bool is_good =
      EVP_DigestVerify(digester.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                       signature.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                       bytes.size()) == 1;
  ERR_clear_error();
  return is_good;
}

std::string base64url_decoded(std::string_view text) {
  static const std::string alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string bytes;
  unsigned group = 0;
  int bits = 0;
  for (char c : text) {
    CPPUNIT_ASSERT(alphabet.find(c) != std::string::npos);
    group = group << 6 | static_cast<unsigned>(alphabet.find(c));
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(group >> bits & 0xff);
  }
  return bytes;
}

std::vector<std::string> jwt_parts(std::string_view jwt) {
  const std::size_t first = jwt.find('.');
  const std::size_t second = jwt.find('.', first + 1);
  CPPUNIT_ASSERT(second != jwt.npos && jwt.find('.', second + 1) == jwt.npos);
  return {std::string(jwt.substr(0, first)), std::string(jwt.substr(first + 1, second - first - 1)),
          std::string(jwt.substr(second + 1))};
}

}  // namespace oauth
