// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_TEST_AUTHORITY_H
#define TESTS_SUPPORT_TEST_AUTHORITY_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace oauth {

struct KeyDeleter {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
struct CertificateDeleter {
  void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};
using Key = std::unique_ptr<EVP_PKEY, KeyDeleter>;
using Certificate = std::unique_ptr<X509, CertificateDeleter>;

/// What a TLS server shows.
struct TlsIdentity {
  Key key;
  Certificate certificate;
};

/// When a certificate is valid, in days from now.
struct Validity {
  int from_days = -1;
  int to_days = 1;
};

/// A certificate authority that lives in memory, made anew for each test.
class TestAuthority {
 public:
  /// Authorities with the same name have different keys.
  explicit TestAuthority(const std::string& name = "Test Authority");

  /// Returns a server's identity. `names`: an OpenSSL subjectAltName
  /// ("DNS:localhost,IP:127.0.0.1").
  TlsIdentity issue(const std::string& names, Validity validity = {}) const;

  /// Returns the authority's own certificate, for a CA file.
  std::string pem() const;

 private:
  TlsIdentity own_;
};

}  // namespace oauth

#endif
