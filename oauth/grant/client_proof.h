// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_CLIENT_PROOF_H
#define OAUTH_GRANT_CLIENT_PROOF_H

#include "oauth/base/result.h"
#include "oauth/base/time_point.h"
#include "oauth/port/clock.h"
#include "oauth/port/crypto.h"
#include "oauth/port/file_reader.h"
#include "oauth/port/http.h"
#include "oauth/port/random.h"
#include "oauth/port/record.h"

namespace oauth {

/// What a client needs to prove itself; all borrowed.
struct ProofPorts {
  Crypto& crypto;
  Random& random;
  FileReader* files = nullptr;  // NULL: an assertion_file cannot be read here
};

/// Puts on a request to the client's server what proves the client where a secret does not, and
/// does nothing for other clients: with private_key_jwt a new assertion (RFC 7523 section 2.2), or
/// what stands in its assertion_file just now; with tls_client_auth and self_signed_tls_client_auth
/// its certificate and key for the handshake (RFC 8705). An assertion is good for one request, so
/// this is the last that happens to a request, also to one that is repeated.
/// Errors: bad_config (a key or certificate that cannot be used, or http where TLS must prove it),
/// no_access (the assertion_file cannot be read, or holds no JWT), internal.
Result<void> put_client_proof(HttpRequest& request, const Client& client, const ProofPorts& ports,
                              TimePoint now);

/// A client for requests that are sent once, by a sign-in: puts the proof on each.
class ProvenHttp : public HttpClient {
 public:
  /// All are borrowed and must outlive it.
  ProvenHttp(HttpClient& http, const Client& client, const ProofPorts& ports, Clock& clock)
      : http_(http), client_(client), ports_(ports), clock_(clock) {}

  /// As HttpClient::send; errors as well: those of put_client_proof.
  Result<HttpResponse> send(const HttpRequest& request) override;

 private:
  HttpClient& http_;
  const Client& client_;
  ProofPorts ports_;
  Clock& clock_;
};

}  // namespace oauth

#endif
