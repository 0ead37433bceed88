// SPDX-License-Identifier: MIT
#include "oauth/grant/grant.h"

#include "oauth/base/text.h"
#include "oauth/grant/client_credentials.h"
#include "oauth/grant/jwt_bearer.h"
#include "oauth/grant/refresh_token.h"

namespace oauth {
namespace {

// Google says unauthorized_client where the delegation is missing, and invalid_grant for a clock
// that is wrong as well as for a user that does not exist.
std::string check_of_assertion(const Record& record, const std::string& code) {
  const Assertion& assertion = record.assertion;
  if (code == "unauthorized_client" || code == "access_denied") {
    return "check that the domain's administrator lets the service account " +
           shown(assertion.issuer) + " act for users (domain-wide delegation) with the scope " +
           shown(record.client.scope) + "; it takes up to a day to count";
  }
  if (code == "invalid_grant" || code == "invalid_client") {
    return "check this machine's clock, that the domain has a user " + shown(assertion.subject) +
           ", and that the key of " + shown(assertion.issuer) + " was not deleted";
  }
  return "check the scope and the token_endpoint";
}

std::string check_of_proof(const Client& client) {
  if (client.authentication == ClientAuthentication::private_key_jwt) {
    return client.assertion_file.empty()
               ? "check this machine's clock, and that the provider knows the client's key or "
                 "certificate"
               : "check that the provider trusts whoever writes the assertion_file";
  }
  if (is_mutual_tls(client.authentication)) {
    return "check that the provider knows the client's certificate, and that it has not ended";
  }
  return "check the client's secret, and that it has not ended";
}

std::string check_of_client(const Record& record, const std::string& code) {
  if (code == "invalid_client" || code == "invalid_grant") return check_of_proof(record.client);
  if (code == "unauthorized_client" || code == "access_denied") {
    return "check that the client may ask for itself (client_credentials), and that an "
           "administrator has consented";
  }
  return "check the scope and the token_endpoint";
}

bool is_about_the_setup(ErrorKind kind) {
  return kind == ErrorKind::consent_needed || kind == ErrorKind::refused ||
         kind == ErrorKind::bad_config;
}

}  // namespace

Result<Form> grant_form(const Record& record, Crypto& crypto, TimePoint now) {
  switch (record.grant) {
    case GrantType::refresh_token:
      return refresh_token_form(record);
    case GrantType::client_credentials:
      return client_credentials_form(record);
    case GrantType::jwt_bearer:
      return jwt_bearer_form(crypto, record, now);
    case GrantType::command:
      break;  // asks no server
  }
  return Error{ErrorKind::internal, "a command is no token request"};
}

Error machine_failure(const Record& record, Error error) {
  const bool is_ours =
      record.grant == GrantType::client_credentials || record.grant == GrantType::jwt_bearer;
  if (!is_ours || error.code.empty() || !is_about_the_setup(error.kind)) return error;
  error.kind = ErrorKind::bad_config;
  error.message +=
      "; " + (record.grant == GrantType::jwt_bearer ? check_of_assertion(record, error.code)
                                                    : check_of_client(record, error.code));
  return error;
}

}  // namespace oauth
