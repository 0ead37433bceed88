// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_DPOP_HTTP_H
#define OAUTH_GRANT_DPOP_HTTP_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/port/crypto.h"
#include "oauth/port/http.h"
#include "oauth/port/random.h"

namespace oauth {

/// The claims of a DPoP proof (RFC 9449 section 4.2).
struct DpopClaims {
  std::string jti;
  std::string method;
  std::string url;  // without query and fragment
  TimePoint issued_at{};
  std::string nonce;  // empty: the server has not given one yet
};

/// Returns the proof: a JWT in compact form, signed with ES256. Errors: those of Crypto.
Result<Secret> dpop_proof(Crypto& crypto, const Secret& key, const DpopClaims& claims);

/// Puts DPoP proofs on requests, so that a refresh token is of no use without the key that it is
/// bound to (RFC 9449 section 5). The access token stays a bearer token: SASL is not touched.
class DpopProver {
 public:
  struct Holder {
    const Secret& key;
    std::string nonce;  // the server's last one, or empty
    std::string jti;    // fixed for a code's exchange; empty: a random one for each proof
  };

  /// All references are borrowed and must outlive it.
  DpopProver(Crypto& crypto, Random& random, Holder holder, TimePoint now)
      : crypto_(crypto), random_(random), holder_(std::move(holder)), now_(now) {}

  /// Returns a copy of the request with a proof. Errors: those of Crypto and Random.
  Result<HttpRequest> prove(const HttpRequest& request);

  /// Takes the nonce that came with an answer, for the next proof. Returns whether the server wants
  /// the same request again with it (`use_dpop_nonce`, section 8); it is worth it once.
  bool take_nonce(const HttpResponse& response);

  /// Returns the nonce for the next request: the one that came with the last answer.
  const std::string& nonce() const noexcept { return holder_.nonce; }

 private:
  Result<std::string> next_jti();

  Crypto& crypto_;
  Random& random_;
  Holder holder_;
  TimePoint now_;
};

/// A client that sends a proof with each request, and repeats it once where the server wants
/// another nonce.
class DpopHttp : public HttpClient {
 public:
  /// Both are borrowed and must outlive it.
  DpopHttp(HttpClient& http, DpopProver& prover) : http_(http), prover_(prover) {}

  /// As HttpClient::send; errors as well: those of DpopProver::prove.
  Result<HttpResponse> send(const HttpRequest& request) override;

 private:
  HttpClient& http_;
  DpopProver& prover_;
};

}  // namespace oauth

#endif
