// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_signing.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

#include "oauth/base/bounds.h"
#include "oauth/network/openssl_key.h"

namespace oauth {
namespace {

using Digester = std::unique_ptr<EVP_MD_CTX, FreeBy<EVP_MD_CTX_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, FreeBy<ECDSA_SIG_free>>;

constexpr int coordinate_bytes = 32;

bool is_rsa(const EVP_PKEY* key) { return EVP_PKEY_is_a(key, "RSA") == 1; }
bool is_rsa_for_pss(const EVP_PKEY* key) { return EVP_PKEY_is_a(key, "RSA-PSS") == 1; }

Result<void> check_fit(SigningAlgorithm algorithm, const EVP_PKEY* key) {
  if (algorithm == SigningAlgorithm::es256) {
    if (is_p256(key)) return {};
    return openssl_refused("is no P-256 key, which ES256 needs");
  }
  const bool is_fit = is_rsa(key) || (algorithm == SigningAlgorithm::ps256 && is_rsa_for_pss(key));
  if (!is_fit && algorithm == SigningAlgorithm::rs256) {
    return openssl_refused("is no RSA key, which RS256 needs");
  }
  if (!is_fit) return openssl_refused("is no RSA key, which PS256 needs");
  if (EVP_PKEY_get_bits(key) >= bounds::min_rsa_bits) return {};
  return openssl_refused("is an RSA key of less than 2048 bits, which servers refuse");
}

bool set_padding(SigningAlgorithm algorithm, EVP_PKEY_CTX* context) {
  if (algorithm != SigningAlgorithm::ps256) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

}  // namespace

Result<SigningAlgorithm> openssl_usual_algorithm(const Secret& pem) {
  const Result<PrivateKey> key = read_private_key(pem);
  if (!key) return key.error();
  if (is_rsa(key->get())) return SigningAlgorithm::rs256;
  if (is_rsa_for_pss(key->get())) return SigningAlgorithm::ps256;
  if (is_p256(key->get())) return SigningAlgorithm::es256;
  return openssl_refused("is neither an RSA key nor one on P-256");
}

Result<std::string> openssl_sign(SigningAlgorithm algorithm, const Secret& pem,
                                 std::string_view bytes) {
  const Result<PrivateKey> key = read_private_key(pem);
  if (!key) return key.error();
  if (auto fit = check_fit(algorithm, key->get()); !fit) return fit.error();
  const Digester digester(EVP_MD_CTX_new());
  EVP_PKEY_CTX* context = nullptr;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t size = 0;
  const bool is_ready =
      digester &&
      EVP_DigestSignInit(digester.get(), &context, EVP_sha256(), nullptr, key->get()) == 1 &&
      set_padding(algorithm, context) &&
      EVP_DigestSign(digester.get(), nullptr, &size, data, bytes.size()) == 1;
  if (!is_ready) return openssl_failed("sign with the key");
  std::string signature(size, '\0');
  if (EVP_DigestSign(digester.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     data, bytes.size()) != 1) {
    return openssl_failed("sign with the key");
  }
  signature.resize(size);
  if (algorithm == SigningAlgorithm::es256) return es256_from_der(signature);
  return signature;
}

Result<std::string> es256_from_der(std::string_view der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  const EcSignature signature(d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size())));
  unsigned char raw[2 * coordinate_bytes] = {};
  const bool is_read =
      signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw, coordinate_bytes) > 0 &&
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw + coordinate_bytes, coordinate_bytes) > 0;
  if (!is_read) return openssl_failed("read an ECDSA signature");
  return std::string(reinterpret_cast<const char*>(raw), sizeof raw);
}

}  // namespace oauth
