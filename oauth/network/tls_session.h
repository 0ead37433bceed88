// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_TLS_SESSION_H
#define OAUTH_NETWORK_TLS_SESSION_H

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "oauth/base/result.h"
#include "oauth/network/openssl_key.h"
#include "oauth/port/http.h"

namespace oauth {

using TlsSession = std::unique_ptr<SSL, FreeBy<SSL_free>>;

/// Returns a client's session over the socket, before its handshake: TLS 1.2 or later, the name in
/// SNI, and the certificate to be for `host` (a name or an IP address) and of an authority in
/// ca_file or ca_dir, or the system's. Errors: bad_config (a ca_file without certificates),
/// internal.
Result<TlsSession> new_tls_session(int socket, const std::string& host,
                                   const NetworkSettings& settings);

/// Returns why a handshake failed, and empties OpenSSL's error queue.
/// Errors, a sentence that names the server ("HOST:PORT"): unavailable.
Error handshake_error(const SSL* session, const std::string& server);

}  // namespace oauth

#endif
