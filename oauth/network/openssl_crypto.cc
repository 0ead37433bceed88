// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_crypto.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/pem.h>

#include "oauth/network/openssl_certificate.h"
#include "oauth/network/openssl_fernet.h"
#include "oauth/network/openssl_key.h"
#include "oauth/network/openssl_signing.h"

namespace oauth {
namespace {

using Number = std::unique_ptr<BIGNUM, FreeBy<BN_free>>;

constexpr int coordinate_bytes = 32;

bool read_coordinate(const EVP_PKEY* key, const char* name, unsigned char* to) {
  BIGNUM* value = nullptr;
  const bool is_there = EVP_PKEY_get_bn_param(key, name, &value) == 1;
  const Number number(value);
  return is_there && BN_bn2binpad(number.get(), to, coordinate_bytes) == coordinate_bytes;
}

}  // namespace

Result<Sha256> OpensslCrypto::sha256(std::string_view bytes) {
  Sha256 digest{};
  unsigned size = 0;
  const bool is_done =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1;
  if (is_done && size == digest.size()) return digest;
  return openssl_failed("compute SHA-256");
}

Result<Secret> OpensslCrypto::new_ec_key() {
  const PrivateKey key(EVP_EC_gen("P-256"));
  const Bio memory(BIO_new(BIO_s_secmem()));
  const bool is_written = key && memory &&
                          PEM_write_bio_PKCS8PrivateKey(memory.get(), key.get(), nullptr, nullptr,
                                                        0, nullptr, nullptr) == 1;
  char* text = nullptr;
  const long size = is_written ? BIO_get_mem_data(memory.get(), &text) : 0;
  if (size <= 0) return openssl_failed("make a P-256 key");
  Secret pem = Secret::copy_of({text, static_cast<std::size_t>(size)});
  wipe(text, static_cast<std::size_t>(size));
  return pem;
}

Result<EcPublicKey> OpensslCrypto::ec_public_key(const Secret& pem) {
  const Result<PrivateKey> key = read_private_key(pem);
  if (!key) return key.error();
  if (!is_p256(key->get())) return openssl_refused("is no P-256 key");
  EcPublicKey point{};
  const bool is_read = read_coordinate(key->get(), OSSL_PKEY_PARAM_EC_PUB_X, point.x.data()) &&
                       read_coordinate(key->get(), OSSL_PKEY_PARAM_EC_PUB_Y, point.y.data());
  if (!is_read) return openssl_failed("read a P-256 key");
  return point;
}

Result<SigningAlgorithm> OpensslCrypto::usual_algorithm(const Secret& key) {
  return openssl_usual_algorithm(key);
}

Result<std::string> OpensslCrypto::sign(SigningAlgorithm algorithm, const Secret& key,
                                        std::string_view bytes) {
  return openssl_sign(algorithm, key, bytes);
}

Result<CertificateFacts> OpensslCrypto::certificate_of(std::string_view pem) {
  return openssl_certificate_of(pem);
}

Result<void> OpensslCrypto::check_pair(const Secret& key, std::string_view pem) {
  return openssl_check_pair(key, pem);
}

Result<Secret> OpensslCrypto::pbkdf2_sha256(const Secret& password, std::string_view salt,
                                            unsigned rounds) {
  return openssl_pbkdf2_sha256(password, salt, rounds);
}

Result<Secret> OpensslCrypto::open_fernet(const Secret& key, std::string_view token) {
  return openssl_open_fernet(key, token);
}

}  // namespace oauth
