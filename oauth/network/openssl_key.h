// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_OPENSSL_KEY_H
#define OAUTH_NETWORK_OPENSSL_KEY_H

#include <openssl/bio.h>
#include <openssl/evp.h>

#include <memory>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

/// Deletes an OpenSSL handle by its own function, for std::unique_ptr.
template <auto free_it>
struct FreeBy {
  template <class T>
  void operator()(T* handle) const noexcept {
    free_it(handle);
  }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, FreeBy<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, FreeBy<BIO_free_all>>;

/// Returns a source that reads `text`, which must outlive it; NULL if memory is short.
Bio bio_over(std::string_view text);

/// Returns the key that `pem` holds: PKCS#8, PKCS#1 or SEC 1. Never asks for a pass phrase.
/// Errors, as phrases about the key: bad_config (encrypted, or no private key in PEM).
Result<PrivateKey> read_private_key(const Secret& pem);

/// Returns whether the key is one on the curve P-256.
bool is_p256(const EVP_PKEY* key);

/// Empties OpenSSL's error queue, which the host may share, and returns the failure: a sentence.
Error openssl_failed(const char* to_do_what);
/// The same for a fault in what was given: a phrase about it.
Error openssl_refused(const char* phrase);

}  // namespace oauth

#endif
