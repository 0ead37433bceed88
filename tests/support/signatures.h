// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_SIGNATURES_H
#define TESTS_SUPPORT_SIGNATURES_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/secret.h"
#include "oauth/base/signing_algorithm.h"

namespace oauth {

/// Returns a new RSA key as PKCS#8 in PEM.
Secret new_rsa_key(unsigned bits = 2048);
/// Returns a new key on that curve ("P-256").
Secret new_key_on(const char* curve);
/// Returns the same key in another form: "PKCS1", "EC" (SEC 1), "encrypted" (PKCS#8 with a pass
/// phrase), "encrypted PKCS1" (the older way, with a Proc-Type header).
Secret written_as(const Secret& key, const std::string& form);
/// Returns its public half in PEM.
std::string public_half(const Secret& key);

/// Returns a certificate of the key for "CN=NAME", signed by itself, in PEM, good for a day.
std::string self_signed(const Secret& key, const std::string& name);

/// Returns whether `signature` (raw octets, as in JWS) is one of `bytes` by the public key: what a
/// server checks, by OpenSSL alone and not by the code that signs.
bool verifies(SigningAlgorithm algorithm, const std::string& public_pem, std::string_view bytes,
              std::string_view signature);

/// Returns the octets of unpadded base64url.
std::string base64url_decoded(std::string_view text);
/// Returns the three parts of a compact JWT, as they stand there.
std::vector<std::string> jwt_parts(std::string_view jwt);

}  // namespace oauth

#endif
