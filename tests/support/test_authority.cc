// SPDX-License-Identifier: MIT
#include "tests/support/test_authority.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace oauth {
namespace {

constexpr long day_seconds = 24 * 60 * 60;

void require(bool is_good, const char* what) {
  if (!is_good) throw std::runtime_error(what);
}

Key new_key() {
  Key key(EVP_EC_gen("P-256"));
  require(key != nullptr, "no key");
  return key;
}

void add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  require(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, value);
  X509_EXTENSION_free(extension);
}

Certificate new_certificate(EVP_PKEY* key, const std::string& name, long serial,
                            Validity validity) {
  Certificate certificate(X509_new());
  X509* raw = certificate.get();
  X509_set_version(raw, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(raw), serial);
  X509_gmtime_adj(X509_getm_notBefore(raw), validity.from_days * day_seconds);
  X509_gmtime_adj(X509_getm_notAfter(raw), validity.to_days * day_seconds);
  X509_set_pubkey(raw, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(raw), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return certificate;
}

void sign(X509* certificate, const X509* issuer, EVP_PKEY* issuer_key) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  require(X509_sign(certificate, issuer_key, EVP_sha256()) != 0, "not signed");
}

}  // namespace

TestAuthority::TestAuthority(const std::string& name) {
  own_.key = new_key();
  own_.certificate = new_certificate(own_.key.get(), name, 1, Validity{-30, 30});
  X509* raw = own_.certificate.get();
  add_extension(raw, raw, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(raw, raw, NID_key_usage, "critical,keyCertSign");
  add_extension(raw, raw, NID_subject_key_identifier, "hash");
  sign(raw, raw, own_.key.get());
}

TlsIdentity TestAuthority::issue(const std::string& names, Validity validity) const {
  TlsIdentity identity;
  identity.key = new_key();
  identity.certificate = new_certificate(identity.key.get(), "test server", 2, validity);
  X509* raw = identity.certificate.get();
  add_extension(raw, own_.certificate.get(), NID_subject_alt_name, names.c_str());
  add_extension(raw, own_.certificate.get(), NID_ext_key_usage, "serverAuth");
  sign(raw, own_.certificate.get(), own_.key.get());
  return identity;
}

std::string TestAuthority::pem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  require(PEM_write_bio_X509(memory.get(), own_.certificate.get()) == 1, "no PEM");
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

}  // namespace oauth
