// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_crypto.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

namespace oauth {
namespace {

template <auto free_it>
struct FreeBy {
  template <class T>
  void operator()(T* handle) const noexcept {
    free_it(handle);
  }
};
using Key = std::unique_ptr<EVP_PKEY, FreeBy<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, FreeBy<BIO_free_all>>;
using Digester = std::unique_ptr<EVP_MD_CTX, FreeBy<EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, FreeBy<ECDSA_SIG_free>>;
using Number = std::unique_ptr<BIGNUM, FreeBy<BN_free>>;

constexpr int coordinate_bytes = 32;
// DER: two integers of up to 33 octets, each with 2 octets of header, and 2 around them.
constexpr std::size_t max_der_bytes = 72;

Error failed(const char* what) {
  ERR_clear_error();
  return Error{ErrorKind::internal,
               std::string("OpenSSL cannot ") + what + "; check the providers in its openssl.cnf"};
}

Error not_a_key() {
  ERR_clear_error();
  return Error{ErrorKind::bad_config,
               "the account's DPoP key is no P-256 key; sign in again: sasl-oauth login"};
}

bool is_p256(const EVP_PKEY* key) {
  char group[32] = {};
  return EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 &&
         std::string_view(group) == "prime256v1";
}

// A key that wants a pass phrase gets none: libcrypto would ask on the host's terminal.
int no_pass_phrase(char*, int, int, void*) { return 0; }

Key read_key(const Secret& pem) {
  const Bio source(BIO_new_mem_buf(pem.reveal().data(), static_cast<int>(pem.size())));
  if (!source) return nullptr;
  Key key(PEM_read_bio_PrivateKey(source.get(), nullptr, no_pass_phrase, nullptr));
  return key && is_p256(key.get()) ? std::move(key) : nullptr;
}

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
  ERR_clear_error();
  return Error{ErrorKind::internal,
               "OpenSSL cannot compute SHA-256; check the providers in its openssl.cnf"};
}

Result<Secret> OpensslCrypto::new_ec_key() {
  const Key key(EVP_EC_gen("P-256"));
  const Bio memory(BIO_new(BIO_s_secmem()));
  const bool is_written = key && memory &&
                          PEM_write_bio_PKCS8PrivateKey(memory.get(), key.get(), nullptr, nullptr,
                                                        0, nullptr, nullptr) == 1;
  char* text = nullptr;
  const long size = is_written ? BIO_get_mem_data(memory.get(), &text) : 0;
  if (size <= 0) return failed("make a P-256 key");
  Secret pem = Secret::copy_of({text, static_cast<std::size_t>(size)});
  wipe(text, static_cast<std::size_t>(size));
  return pem;
}

Result<EcPublicKey> OpensslCrypto::ec_public_key(const Secret& pem) {
  const Key key = read_key(pem);
  if (!key) return not_a_key();
  EcPublicKey point{};
  const bool is_read = read_coordinate(key.get(), OSSL_PKEY_PARAM_EC_PUB_X, point.x.data()) &&
                       read_coordinate(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y, point.y.data());
  if (!is_read) return failed("read a P-256 key");
  return point;
}

Result<Es256Signature> OpensslCrypto::sign_es256(const Secret& pem, std::string_view bytes) {
  const Key key = read_key(pem);
  if (!key) return not_a_key();
  const Digester digester(EVP_MD_CTX_new());
  unsigned char der[max_der_bytes] = {};
  std::size_t size = sizeof der;
  const bool is_signed =
      digester &&
      EVP_DigestSignInit(digester.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
      EVP_DigestSign(digester.get(), der, &size,
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) == 1;
  if (!is_signed) return failed("sign with a P-256 key");
  return es256_from_der({reinterpret_cast<const char*>(der), size});
}

Result<Es256Signature> es256_from_der(std::string_view der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  const Signature signature(d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size())));
  Es256Signature raw{};
  const bool is_read =
      signature &&
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), coordinate_bytes) > 0 &&
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + coordinate_bytes,
                   coordinate_bytes) > 0;
  if (!is_read) return failed("read an ECDSA signature");
  return raw;
}

}  // namespace oauth
