// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_key.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <climits>
#include <string>

namespace oauth {
namespace {

// libcrypto would ask on the host's terminal.
int no_pass_phrase(char*, int, int, void*) { return 0; }

bool says_encrypted(std::string_view pem) {
  return pem.find("BEGIN ENCRYPTED PRIVATE KEY") != pem.npos ||
         pem.find("Proc-Type: 4,ENCRYPTED") != pem.npos;
}

}  // namespace

Bio bio_over(std::string_view text) {
  if (text.size() > INT_MAX) return nullptr;
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Result<PrivateKey> read_private_key(const Secret& pem) {
  const Bio source = bio_over(pem.reveal());
  PrivateKey key(source ? PEM_read_bio_PrivateKey(source.get(), nullptr, no_pass_phrase, nullptr)
                        : nullptr);
  if (key) return key;
  if (says_encrypted(pem.reveal())) {
    return openssl_refused(
        "is encrypted with a pass phrase, and nobody can be asked; write it without one: openssl "
        "pkey -in OLD -out NEW");
  }
  return openssl_refused("is no private key in PEM");
}

bool is_p256(const EVP_PKEY* key) {
  char group[32] = {};
  return EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 &&
         std::string_view(group) == "prime256v1";
}

Error openssl_failed(const char* to_do_what) {
  ERR_clear_error();
  return Error{ErrorKind::internal, std::string("OpenSSL cannot ") + to_do_what +
                                        "; check the providers in its openssl.cnf"};
}

Error openssl_refused(const char* phrase) {
  ERR_clear_error();
  return Error{ErrorKind::bad_config, phrase};
}

}  // namespace oauth
