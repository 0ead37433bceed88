// SPDX-License-Identifier: MIT
#include "oauth/network/tls_session.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "oauth/network/transfer_error.h"

namespace oauth {
namespace {

using Context = std::unique_ptr<SSL_CTX, FreeBy<SSL_CTX_free>>;

bool is_ip_address(const std::string& host) {
  in6_addr address{};
  return ::inet_pton(AF_INET, host.c_str(), &address) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool trusts(SSL_CTX* context, const NetworkSettings& settings) {
  if (settings.ca_file.empty() && settings.ca_dir.empty()) {
    return SSL_CTX_set_default_verify_paths(context) == 1;
  }
  const auto path = [](const std::string& text) { return text.empty() ? nullptr : text.c_str(); };
  return SSL_CTX_load_verify_locations(context, path(settings.ca_file), path(settings.ca_dir)) == 1;
}

bool expects(SSL* session, const std::string& host) {
  if (is_ip_address(host)) {
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1;
  }
  SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return SSL_set1_host(session, host.c_str()) == 1 &&
         SSL_set_tlsext_host_name(session, host.c_str()) == 1;
}

}  // namespace

Result<TlsSession> new_tls_session(int socket, const std::string& host,
                                   const NetworkSettings& settings) {
  const Context context(SSL_CTX_new(TLS_client_method()));
  if (!context) return openssl_failed("begin TLS");
  if (!trusts(context.get(), settings)) {
    ERR_clear_error();
    FailedTransfer failed;
    failed.code = CURLE_SSL_CACERT_BADFILE;
    failed.ca_file = settings.ca_file;
    return transfer_error(failed);
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  TlsSession session(SSL_new(context.get()));
  const bool is_ready = session && SSL_set_min_proto_version(session.get(), TLS1_2_VERSION) == 1 &&
                        SSL_set_fd(session.get(), socket) == 1 && expects(session.get(), host);
  if (!is_ready) return openssl_failed("begin TLS");
  SSL_set_connect_state(session.get());
  return session;
}

Error handshake_error(const SSL* session, const std::string& server) {
  FailedTransfer failed;
  failed.server = server;
  failed.may_use_proxy = false;
  failed.verify_result = SSL_get_verify_result(session);
  if (failed.verify_result != X509_V_OK) {
    failed.code = CURLE_PEER_FAILED_VERIFICATION;
    failed.detail = X509_verify_cert_error_string(failed.verify_result);
  } else {
    failed.code = CURLE_SSL_CONNECT_ERROR;
    const unsigned long code = ERR_peek_error();
    const char* reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
    failed.detail = reason != nullptr ? reason : "the connection was closed";
  }
  ERR_clear_error();
  return transfer_error(failed);
}

}  // namespace oauth
