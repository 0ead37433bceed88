// SPDX-License-Identifier: MIT
#include "oauth/network/transfer_error.h"

#include <openssl/x509_vfy.h>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

Error unavailable(std::string message) { return {ErrorKind::unavailable, std::move(message)}; }
Error bad_config(std::string message) { return {ErrorKind::bad_config, std::move(message)}; }
Error bad_reply(std::string message) { return {ErrorKind::bad_reply, std::move(message)}; }

// Returns libcurl's own words. They are about names, sockets and certificates as long as the code
// is one of those below; for a reply that cannot be parsed they might quote it.
std::string cause(const FailedTransfer& failed) {
  const std::string& text = failed.detail;
  return printable(text.empty() ? curl_easy_strerror(failed.code) : text, bounds::max_quoted_bytes);
}

std::string proxy_name(const FailedTransfer& failed) {
  return failed.proxy.empty() ? "from the environment" : failed.proxy;
}

const char* way_of(const FailedTransfer& failed) {
  return failed.may_use_proxy ? "network, firewall and 'proxy'" : "network and firewall";
}

std::string certificate_remedy(const FailedTransfer& failed) {
  switch (failed.verify_result) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "check this machine's clock, or ask the server's administrator";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED:  // libcurl 7.88 leaves it at that
      return "the host that was asked for must be the one that the certificate names";
    default:
      return "set ca_file to a bundle that holds its authority, or install ca-certificates";
  }
}

Error certificate_error(const FailedTransfer& failed) {
  return unavailable("certificate of " + failed.server + " is not trusted: " + cause(failed) +
                     "; " + certificate_remedy(failed));
}

Error bundle_error(const FailedTransfer& failed) {
  if (failed.ca_file.empty()) {
    return bad_config("cannot load the system's trusted certificates: " + cause(failed) +
                      "; install ca-certificates or set ca_file");
  }
  return bad_config("cannot use ca_file " + printable(failed.ca_file, bounds::max_quoted_bytes) +
                    ": it holds no certificates in PEM; correct the path");
}

Error proxy_refusal(const FailedTransfer& failed) {
  const std::string message = "proxy " + proxy_name(failed) + " refused to connect to " +
                              failed.server + " (status " + std::to_string(failed.connect_status) +
                              "); ";
  if (failed.connect_status == 407) return bad_config(message + "give its user name and password");
  return unavailable(message + "check 'proxy'");
}

Error too_long(const FailedTransfer& failed, std::string_view what, std::size_t limit) {
  return bad_reply(failed.server + " sent more than " + std::to_string(limit) + " bytes of " +
                   std::string(what) + "; check the provider's endpoints");
}

Error lost(const FailedTransfer& failed) {
  return unavailable("connection to " + failed.server + " was lost: " + cause(failed) +
                     "; try again later");
}

Error internal_error(const FailedTransfer& failed) {
  return {ErrorKind::internal,
          "libcurl could not send to " + failed.server + ": " + curl_easy_strerror(failed.code)};
}

Error out_of_memory(const FailedTransfer& failed) {
  // libcurl before 8.6 says so of a header line beyond its own bound of 100 KiB.
  if (failed.request_bytes > 0) return too_long(failed, "headers", bounds::max_header_bytes);
  return {ErrorKind::internal, "out of memory"};
}

Error by_code(const FailedTransfer& failed) {
  switch (failed.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return unavailable("cannot find host " + failed.server +
                         "; check its name, the network and /etc/resolv.conf (inside a jail, the "
                         "jail's own)");
    case CURLE_COULDNT_RESOLVE_PROXY:
      return unavailable("cannot find proxy " + proxy_name(failed) + "; check 'proxy'");
    case CURLE_COULDNT_CONNECT:
      return unavailable("cannot connect to " + failed.server + ": " + cause(failed) +
                         "; check the " + way_of(failed));
    case CURLE_OPERATION_TIMEDOUT:
      return unavailable("no answer from " + failed.server + " in time: " + cause(failed) +
                         "; try again later, or check the " + way_of(failed));
#if LIBCURL_VERSION_NUM >= 0x074900  // 7.73
    case CURLE_PROXY:
      return unavailable("proxy " + proxy_name(failed) + " gave no way to " + failed.server + ": " +
                         cause(failed) + "; check 'proxy'");
#endif
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return certificate_error(failed);
    case CURLE_SSL_CACERT_BADFILE:
      return bundle_error(failed);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
      return unavailable("no secure connection to " + failed.server + ": " + cause(failed) +
                         "; it must speak TLS 1.2 or later, and be of an authority in ca_file");
    case CURLE_UNSUPPORTED_PROTOCOL:  // HTTP/0.9; the URL's scheme was looked at before
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return bad_reply(failed.server + " does not answer in HTTP; check the provider's endpoints");
#if LIBCURL_VERSION_NUM >= 0x080600
    case CURLE_TOO_LARGE:
      return too_long(failed, "headers", bounds::max_header_bytes);
#endif
    case CURLE_OUT_OF_MEMORY:
      return out_of_memory(failed);
    case CURLE_FAILED_INIT:
    case CURLE_NOT_BUILT_IN:
    case CURLE_UNKNOWN_OPTION:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_URL_MALFORMAT:
      return internal_error(failed);
    default:
      return lost(failed);
  }
}

}  // namespace

Error transfer_error(const FailedTransfer& failed) {
  switch (failed.stop) {
    case Reply::Stop::body_too_long:
      return too_long(failed, "reply", bounds::max_reply_bytes);
    case Reply::Stop::header_too_long:
      return too_long(failed, "headers", bounds::max_header_bytes);
    case Reply::Stop::none:
      break;
  }
  if (failed.connect_status >= 300) return proxy_refusal(failed);
  return by_code(failed);
}

}  // namespace oauth
