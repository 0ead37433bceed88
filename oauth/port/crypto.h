// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_CRYPTO_H
#define OAUTH_PORT_CRYPTO_H

#include <array>
#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/signing_algorithm.h"
#include "oauth/base/time_point.h"

namespace oauth {

using Sha256 = std::array<unsigned char, 32>;

/// A point on the curve P-256: its coordinates, 32 octets each, big-endian (RFC 7518 section 6.2).
struct EcPublicKey {
  std::array<unsigned char, 32> x;
  std::array<unsigned char, 32> y;
};

/// What one has to know of a certificate.
struct CertificateFacts {
  Sha256 thumbprint;      // of its DER: "x5t#S256" before base64url (RFC 7515 section 4.1.8)
  TimePoint not_after{};  // its last second
  std::string subject;    // "CN=mail,O=Example", for people; printable
};

/// Digests, keys and signatures. A key is PEM: PKCS#8, PKCS#1 or SEC 1, without a pass phrase
/// (nobody is ever asked for one). A bad_config error is a phrase about the key or certificate
/// ("is encrypted with a pass phrase; ..."); an internal one is a sentence.
class Crypto {
 public:
  virtual ~Crypto() = default;

  /// Returns the SHA-256 of `bytes` (FIPS 180-4). Errors: internal.
  virtual Result<Sha256> sha256(std::string_view bytes) = 0;

  /// Returns a new private key on P-256, as PKCS#8 in PEM. Errors: internal.
  virtual Result<Secret> new_ec_key() = 0;
  /// Returns the public half of such a key. Errors: bad_config (not such a key), internal.
  virtual Result<EcPublicKey> ec_public_key(const Secret& key) = 0;

  /// Returns what `key` signs with where nobody says: RS256 for RSA, PS256 for RSA that is bound to
  /// PSS, ES256 for P-256. Errors: bad_config (no key, or one of another kind).
  virtual Result<SigningAlgorithm> usual_algorithm(const Secret& key) = 0;
  /// Returns the signature of `bytes` in the form of JWS, raw octets (RFC 7518 section 3).
  /// Errors: bad_config (no key, not one for this algorithm, RSA below 2,048 bits), internal.
  virtual Result<std::string> sign(SigningAlgorithm algorithm, const Secret& key,
                                   std::string_view bytes) = 0;

  /// Returns what the first certificate in `pem` says. Errors: bad_config (there is none).
  virtual Result<CertificateFacts> certificate_of(std::string_view pem) = 0;
  /// Returns whether `key` is that of the first certificate in `pem`.
  /// Errors: bad_config (it is not, or one of them cannot be read; a phrase about the certificate).
  virtual Result<void> check_pair(const Secret& key, std::string_view pem) = 0;

  /// Returns 32 octets derived from a password by PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2).
  /// Errors: internal.
  virtual Result<Secret> pbkdf2_sha256(const Secret& password, std::string_view salt,
                                       unsigned rounds) = 0;
  /// Returns what a Fernet token (https://github.com/fernet/spec) holds, base64url as it travels.
  /// `key`: 32 octets, 16 to sign and 16 to encrypt. Its time is not looked at.
  /// Errors: no_access (not made with this key), bad_config (no Fernet token), internal.
  virtual Result<Secret> open_fernet(const Secret& key, std::string_view token) = 0;
};

}  // namespace oauth

#endif
