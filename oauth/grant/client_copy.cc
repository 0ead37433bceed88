// SPDX-License-Identifier: MIT
#include "oauth/grant/client_copy.h"

namespace oauth {
namespace {

Error about(const char* what, const Error& error) {
  if (error.kind != ErrorKind::bad_config) return error;
  return Error{error.kind,
               std::string("the client's ") + what + " " + error.message + "; correct the client"};
}

Error missing(const char* what, ClientAuthentication method) {
  return Error{ErrorKind::bad_config, std::string("the client has no ") + what + ", which " +
                                          client_authentication_name(method) +
                                          " needs; add it to its [client] table"};
}

}  // namespace

Client copy_of(const Client& client) {
  Client copy;
  copy.token_endpoint = client.token_endpoint;
  copy.client_id = client.client_id;
  copy.client_secret = client.client_secret.clone();
  copy.authentication = client.authentication;
  copy.scope = client.scope;
  copy.key = client.key.clone();
  copy.certificate = client.certificate;
  copy.key_id = client.key_id;
  copy.assertion_algorithm = client.assertion_algorithm;
  copy.assertion_audience = client.assertion_audience;
  copy.assertion_file = client.assertion_file;
  copy.expires_at = client.expires_at;
  return copy;
}

Assertion copy_of(const Assertion& assertion) {
  return {assertion.issuer, assertion.subject, assertion.key.clone(), assertion.key_id};
}

bool is_same_client(const Client& one, const Client& other) {
  // A certificate has its own last day in it, which is found when it is used.
  const bool ends_alike = !one.certificate.empty() || one.expires_at == other.expires_at;
  return one.token_endpoint == other.token_endpoint && one.client_id == other.client_id &&
         one.authentication == other.authentication &&
         one.client_secret.equals(other.client_secret) && one.key.equals(other.key) &&
         one.certificate == other.certificate && one.key_id == other.key_id &&
         one.assertion_algorithm == other.assertion_algorithm &&
         one.assertion_audience == other.assertion_audience &&
         one.assertion_file == other.assertion_file && ends_alike;
}

Result<void> check_client_key(Crypto& crypto, Client& client) {
  const bool is_by_tls = is_mutual_tls(client.authentication);
  const bool signs = client.authentication == ClientAuthentication::private_key_jwt &&
                     client.assertion_file.empty();
  if (!is_by_tls && !signs) return {};
  if (client.key.empty()) return missing("private_key", client.authentication);
  if (is_by_tls && client.certificate.empty()) return missing("certificate", client.authentication);
  if (signs) {
    const auto algorithm = crypto.usual_algorithm(client.key);
    if (!algorithm) return about("private_key", algorithm.error());
  }
  if (client.certificate.empty()) return {};
  if (auto pair = crypto.check_pair(client.key, client.certificate); !pair) {
    return about("certificate", pair.error());
  }
  const Result<CertificateFacts> facts = crypto.certificate_of(client.certificate);
  if (!facts) return about("certificate", facts.error());
  client.expires_at = facts->not_after;
  return {};
}

}  // namespace oauth
