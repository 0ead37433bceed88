// SPDX-License-Identifier: MIT
#include "oauth/grant/jwt_bearer.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/client_assertion.h"
#include "oauth/grant/signed_jwt.h"
#include "oauth/wire/json.h"

namespace oauth {
namespace {

Error about_key(const Record& record, const Error& error) {
  if (error.kind != ErrorKind::bad_config) return error;
  return Error{error.kind, "the service account's key of " + shown(record.account) + " " +
                               error.message + "; add the account again with its key file"};
}

Result<void> check_whole(const Record& record) {
  const Assertion& assertion = record.assertion;
  const bool is_whole =
      !assertion.issuer.empty() && !assertion.subject.empty() && !assertion.key.empty();
  if (is_whole) return {};
  return Error{ErrorKind::bad_config,
               "the record of " + shown(record.account) +
                   " lacks its service account's issuer, subject or key; add the account again "
                   "with its key file: sasl-oauth add"};
}

JsonWriter header_of(const Assertion& assertion, SigningAlgorithm algorithm) {
  JsonWriter header(JsonLayout::compact);
  header.string("alg", signing_algorithm_name(algorithm));
  header.string("typ", "JWT");
  if (!assertion.key_id.empty()) header.string("kid", assertion.key_id);
  return header;
}

JsonWriter claims_of(const Record& record, TimePoint now) {
  const Client& client = record.client;
  JsonWriter claims(JsonLayout::compact);
  claims.string("iss", record.assertion.issuer);
  claims.string("sub", record.assertion.subject);
  if (!client.scope.empty()) claims.string("scope", client.scope);
  const bool has_own = !client.assertion_audience.empty();
  claims.string("aud", has_own ? client.assertion_audience : client.token_endpoint);
  claims.number("iat", to_unix(now));
  claims.number("exp", to_unix(now + bounds::grant_assertion_lifetime));
  return claims;
}

}  // namespace

Result<Secret> grant_assertion(Crypto& crypto, const Record& record, TimePoint now) {
  if (auto whole = check_whole(record); !whole) return whole.error();
  const Secret& key = record.assertion.key;
  const Result<SigningAlgorithm> usual = crypto.usual_algorithm(key);
  if (!usual) return about_key(record, usual.error());
  const auto algorithm = assertion_algorithm(record.client.assertion_algorithm, usual);
  if (!algorithm) return algorithm.error();
  Result<Secret> jwt = signed_jwt(crypto, JwtSigner{*algorithm, key},
                                  header_of(record.assertion, *algorithm), claims_of(record, now));
  if (!jwt) return about_key(record, jwt.error());
  return jwt;
}

Result<Form> jwt_bearer_form(Crypto& crypto, const Record& record, TimePoint now) {
  const Result<Secret> assertion = grant_assertion(crypto, record, now);
  if (!assertion) return assertion.error();
  Form form;
  form.add("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
  form.add("assertion", *assertion);
  return form;
}

}  // namespace oauth
