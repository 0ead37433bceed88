// SPDX-License-Identifier: MIT
#include "oauth/grant/client_assertion.h"

#include <utility>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/signed_jwt.h"
#include "oauth/wire/json.h"

namespace oauth {
namespace {

Error about(const char* what, const Error& error) {
  if (error.kind != ErrorKind::bad_config) return error;
  return Error{error.kind,
               std::string("the client's ") + what + " " + error.message + "; correct the client"};
}

Result<SigningAlgorithm> usual_algorithm(Crypto& crypto, const Client& client) {
  Result<SigningAlgorithm> usual = crypto.usual_algorithm(client.key);
  if (!usual) return about("private_key", usual.error());
  const bool is_plain_rsa = *usual == SigningAlgorithm::rs256;
  return is_plain_rsa && !client.certificate.empty() ? SigningAlgorithm::ps256 : *usual;
}

Result<JsonWriter> header_of(Crypto& crypto, const Client& client, SigningAlgorithm algorithm) {
  JsonWriter header(JsonLayout::compact);
  header.string("alg", signing_algorithm_name(algorithm));
  header.string("typ", "JWT");
  if (!client.key_id.empty()) header.string("kid", client.key_id);
  if (client.certificate.empty()) return header;
  if (auto pair = crypto.check_pair(client.key, client.certificate); !pair) {
    return about("certificate", pair.error());
  }
  const Result<CertificateFacts> facts = crypto.certificate_of(client.certificate);
  if (!facts) return about("certificate", facts.error());
  const Sha256& thumbprint = facts->thumbprint;
  header.string("x5t#S256", base64url_encode({reinterpret_cast<const char*>(thumbprint.data()),
                                              thumbprint.size()}));
  return header;
}

JsonWriter claims_of(const Client& client, std::string_view jti, TimePoint now) {
  JsonWriter claims(JsonLayout::compact);
  const bool has_own = !client.assertion_audience.empty();
  claims.string("aud", has_own ? client.assertion_audience : client.token_endpoint);
  claims.string("iss", client.client_id);
  claims.string("sub", client.client_id);
  claims.string("jti", jti);
  claims.number("nbf", to_unix(now));
  claims.number("iat", to_unix(now));
  claims.number("exp", to_unix(now + bounds::client_assertion_lifetime));
  return claims;
}

}  // namespace

Result<SigningAlgorithm> assertion_algorithm(const std::string& name,
                                             const Result<SigningAlgorithm>& usual) {
  if (name.empty()) return usual;
  if (const auto known = signing_algorithm_from(name)) return *known;
  return Error{ErrorKind::bad_config, "there is no assertion_algorithm " +
                                          printable(name, bounds::max_quoted_bytes) +
                                          "; write RS256, PS256 or ES256"};
}

Result<Secret> client_assertion(Crypto& crypto, const Client& client, std::string_view jti,
                                TimePoint now) {
  if (client.key.empty()) {
    return Error{ErrorKind::bad_config,
                 "the client has nothing to sign with; give it private_key or assertion_file"};
  }
  const Result<SigningAlgorithm> algorithm =
      assertion_algorithm(client.assertion_algorithm, usual_algorithm(crypto, client));
  if (!algorithm) return algorithm.error();
  Result<JsonWriter> header = header_of(crypto, client, *algorithm);
  if (!header) return header.error();
  Result<Secret> jwt = signed_jwt(crypto, JwtSigner{*algorithm, client.key}, std::move(*header),
                                  claims_of(client, jti, now));
  if (!jwt) return about("private_key", jwt.error());
  return jwt;
}

}  // namespace oauth
