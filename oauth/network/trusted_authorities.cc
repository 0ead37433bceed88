// SPDX-License-Identifier: MIT
#include "oauth/network/trusted_authorities.h"

#include <curl/curl.h>
#include <errno.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <system_error>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

struct BioCloser {
  void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};
struct X509Closer {
  void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};

enum class Origin { settings, system };

std::string text_or(const char* text, const char* otherwise) {
  return text != nullptr && *text != '\0' ? text : otherwise;
}

Error unusable(const std::string& place, const std::string& why, Origin origin) {
  const char* remedy = origin == Origin::system
                           ? "; install ca-certificates, or set ca_file"
                           : "; correct ca_file (or ca_dir), in the configuration or the record";
  return {ErrorKind::bad_config, "cannot use the certificates in " +
                                     printable(place, bounds::max_quoted_bytes) + ": " + why +
                                     remedy};
}

// In English whatever the host's locale is, as long as nobody called setlocale.
std::string cause(int number) { return std::generic_category().message(number); }

std::size_t certificates_in(BIO* bio) {
  std::size_t count = 0;
  while (count < bounds::max_certificates) {
    const std::unique_ptr<X509, X509Closer> one(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr));
    if (!one) break;
    ++count;
  }
  ERR_clear_error();
  return count;
}

Result<TrustedAuthorities> in_file(const std::string& path, Origin origin) {
  struct stat status = {};  // a FIFO would be waited for
  if (stat(path.c_str(), &status) != 0) return unusable(path, cause(errno), origin);
  if (!S_ISREG(status.st_mode)) return unusable(path, "it is not a regular file", origin);
  const std::unique_ptr<BIO, BioCloser> file(BIO_new_file(path.c_str(), "r"));
  if (!file) {
    const int number = errno;
    ERR_clear_error();
    return unusable(path, number != 0 ? cause(number) : "it cannot be opened", origin);
  }
  const std::size_t count = certificates_in(file.get());
  if (count == 0) return unusable(path, "it holds no certificate in PEM", origin);
  return TrustedAuthorities{path, count};
}

Result<TrustedAuthorities> in_folder(const std::string& path, Origin origin) {
  if (access(path.c_str(), R_OK | X_OK) != 0) return unusable(path, cause(errno), origin);
  return TrustedAuthorities{path, 0};
}

Result<TrustedAuthorities> in_places(const NetworkSettings& places, Origin origin) {
  if (places.ca_file.empty()) return in_folder(places.ca_dir, origin);
  auto found = in_file(places.ca_file, origin);
  if (found || places.ca_dir.empty()) return found;
  return in_folder(places.ca_dir, origin);
}

}  // namespace

NetworkSettings system_authorities() {
  NetworkSettings places;
#if LIBCURL_VERSION_NUM >= 0x075400  // 7.84
  const curl_version_info_data* info = curl_version_info(CURLVERSION_NOW);
  if (info->age >= CURLVERSION_TENTH) {
    places.ca_file = text_or(info->cainfo, "");
    places.ca_dir = text_or(info->capath, "");
    if (!places.ca_file.empty() || !places.ca_dir.empty()) return places;
  }
#endif
  places.ca_file = text_or(X509_get_default_cert_file(), "");
  places.ca_dir = text_or(X509_get_default_cert_dir(), "");
  return places;
}

Result<TrustedAuthorities> trusted_authorities(const NetworkSettings& settings) {
  if (!settings.ca_file.empty()) return in_file(settings.ca_file, Origin::settings);
  if (!settings.ca_dir.empty()) return in_folder(settings.ca_dir, Origin::settings);
  return in_places(system_authorities(), Origin::system);
}

}  // namespace oauth
