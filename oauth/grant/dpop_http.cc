// SPDX-License-Identifier: MIT
#include "oauth/grant/dpop_http.h"

#include <array>
#include <utility>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/request_copy.h"
#include "oauth/grant/signed_jwt.h"
#include "oauth/wire/json.h"
#include "oauth/wire/token_reply.h"

namespace oauth {
namespace {

template <std::size_t size>
std::string base64url(const std::array<unsigned char, size>& bytes) {
  return base64url_encode({reinterpret_cast<const char*>(bytes.data()), size});
}

// {"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":...,"y":...}}
JsonWriter header_of(const EcPublicKey& key) {
  JsonWriter jwk(JsonLayout::compact);
  jwk.string("kty", "EC");
  jwk.string("crv", "P-256");
  jwk.string("x", base64url(key.x));
  jwk.string("y", base64url(key.y));
  JsonWriter header(JsonLayout::compact);
  header.string("typ", "dpop+jwt");
  header.string("alg", "ES256");
  header.raw("jwk", jwk.finish().reveal());
  return header;
}

JsonWriter payload_of(const DpopClaims& claims) {
  JsonWriter json(JsonLayout::compact);
  json.string("jti", claims.jti);
  json.string("htm", claims.method);
  json.string("htu", claims.url);
  json.number("iat", to_unix(claims.issued_at));
  if (!claims.nonce.empty()) json.string("nonce", claims.nonce);
  return json;
}

Error about_key(const Error& error) {
  if (error.kind != ErrorKind::bad_config) return error;
  return Error{error.kind,
               "the account's DPoP key " + error.message + "; sign in again: sasl-oauth login"};
}

bool wants_nonce(const HttpResponse& response) {
  if (response.status != 400 && response.status != 401) return false;
  const auto error = parse_token_error(response.body.reveal());
  return error && error->error == "use_dpop_nonce";
}

// A nonce goes into a JSON string and back to the server; what is not one is not kept.
bool is_nonce(std::string_view text) {
  return is_visible_ascii(text) && text.size() <= bounds::max_token_bytes;
}

}  // namespace

Result<Secret> dpop_proof(Crypto& crypto, const Secret& key, const DpopClaims& claims) {
  const Result<EcPublicKey> point = crypto.ec_public_key(key);
  if (!point) return about_key(point.error());
  Result<Secret> proof = signed_jwt(crypto, JwtSigner{SigningAlgorithm::es256, key},
                                    header_of(*point), payload_of(claims));
  if (!proof) return about_key(proof.error());
  return proof;
}

Result<std::string> DpopProver::next_jti() {
  if (!holder_.jti.empty()) return holder_.jti;
  std::array<unsigned char, 16> bytes{};
  if (auto filled = random_.fill(bytes.data(), bytes.size()); !filled) return filled.error();
  return base64url(bytes);
}

Result<HttpRequest> DpopProver::prove(const HttpRequest& request) {
  Result<std::string> jti = next_jti();
  if (!jti) return jti.error();
  const DpopClaims claims{std::move(*jti), request.method == HttpMethod::post ? "POST" : "GET",
                          request.url.substr(0, request.url.find_first_of("?#")), now_,
                          holder_.nonce};
  Result<Secret> proof = dpop_proof(crypto_, holder_.key, claims);
  if (!proof) return proof.error();
  HttpRequest with_proof = copy_of(request);
  with_proof.headers.push_back(HttpHeader{"DPoP", std::move(*proof)});
  return with_proof;
}

bool DpopProver::take_nonce(const HttpResponse& response) {
  const bool wants_another = wants_nonce(response);
  if (!is_nonce(response.dpop_nonce) || response.dpop_nonce == holder_.nonce) return false;
  holder_.nonce = response.dpop_nonce;  // last: whoever runs out of memory here comes again
  return wants_another;
}

Result<HttpResponse> DpopHttp::send(const HttpRequest& request) {
  for (bool is_repeated = false;; is_repeated = true) {
    const Result<HttpRequest> proved = prover_.prove(request);
    if (!proved) return proved.error();
    Result<HttpResponse> response = http_.send(*proved);
    if (!response || !prover_.take_nonce(*response) || is_repeated) return response;
  }
}

}  // namespace oauth
