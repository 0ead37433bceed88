// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <time.h>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/network/openssl_key.h"

namespace oauth {
namespace {

using Certificate = std::unique_ptr<X509, FreeBy<X509_free>>;

// PEM headers of a certificate could ask for a pass phrase as well.
int no_pass_phrase(char*, int, int, void*) { return 0; }

Result<Certificate> read_certificate(std::string_view pem) {
  const Bio source = bio_over(pem);
  Certificate certificate(source ? PEM_read_bio_X509(source.get(), nullptr, no_pass_phrase, nullptr)
                                 : nullptr);
  if (!certificate) return openssl_refused("is no certificate in PEM");
  return certificate;
}

std::string subject_of(const X509* certificate) {
  const Bio memory(BIO_new(BIO_s_mem()));
  constexpr unsigned long form = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
  const bool is_written =
      memory && X509_NAME_print_ex(memory.get(), X509_get_subject_name(certificate), 0, form) >= 0;
  char* text = nullptr;
  const long size = is_written ? BIO_get_mem_data(memory.get(), &text) : 0;
  if (size <= 0) return {};
  return printable({text, static_cast<std::size_t>(size)}, bounds::max_quoted_bytes);
}

}  // namespace

Result<CertificateFacts> openssl_certificate_of(std::string_view pem) {
  const Result<Certificate> certificate = read_certificate(pem);
  if (!certificate) return certificate.error();
  CertificateFacts facts{};
  unsigned size = 0;
  struct tm end = {};
  const bool is_read =
      X509_digest(certificate->get(), EVP_sha256(), facts.thumbprint.data(), &size) == 1 &&
      size == facts.thumbprint.size() &&
      ASN1_TIME_to_tm(X509_get0_notAfter(certificate->get()), &end) == 1;
  if (!is_read) return openssl_failed("read the certificate");
  facts.not_after = from_unix(::timegm(&end));
  facts.subject = subject_of(certificate->get());
  ERR_clear_error();
  return facts;
}

Result<void> openssl_check_pair(const Secret& key, std::string_view pem) {
  const Result<Certificate> certificate = read_certificate(pem);
  if (!certificate) return certificate.error();
  const Result<PrivateKey> own = read_private_key(key);
  if (!own) return Error{own.error().kind, "cannot be used: its key " + own.error().message};
  if (X509_check_private_key(certificate->get(), own->get()) == 1) return {};
  return openssl_refused("does not belong to the private key");
}

}  // namespace oauth
