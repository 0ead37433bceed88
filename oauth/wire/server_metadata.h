// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_SERVER_METADATA_H
#define OAUTH_WIRE_SERVER_METADATA_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/wire/url.h"

namespace oauth {

/// What an authorization server tells of itself (RFC 8414 section 2; OpenID Connect Discovery 1.0
/// section 3 has the same members). What it leaves out is empty.
struct ServerMetadata {
  std::string issuer;
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string device_authorization_endpoint;  // RFC 8628 section 4
  std::string revocation_endpoint;
  std::string registration_endpoint;
  std::string mtls_token_endpoint;  // of mtls_endpoint_aliases, RFC 8705 section 5
  std::vector<std::string> scopes;
  std::vector<std::string> authentication_methods;
  bool names_its_issuer = false;  // authorization_response_iss_parameter_supported, RFC 9207
};

/// Returns what the document says, as far as anybody here uses it.
/// Errors: bad_reply, one phrase about the document: no JSON object, a member twice, no issuer or
/// no token_endpoint, a URL that secrets may not be sent to, no PKCE with S256 where it tells of
/// PKCE at all.
Result<ServerMetadata> parse_server_metadata(std::string_view document, PlainHttp plain_http);

}  // namespace oauth

#endif
