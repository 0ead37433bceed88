// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_CLIENT_REGISTRATION_H
#define OAUTH_WIRE_CLIENT_REGISTRATION_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/client_authentication.h"
#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"

/// Dynamic client registration (RFC 7591).
namespace oauth {

/// What a client says of itself (section 2). It is a native one, which can keep no secret.
struct ClientMetadata {
  std::vector<std::string> redirect_uris;
  std::vector<std::string> grant_types;
  std::string scope;  // may be empty
};

/// Returns the request's body (section 3.1), JSON on one line.
Secret write_registration(const ClientMetadata& metadata);

/// What the server made of it (section 3.2.1).
struct RegisteredClient {
  std::string client_id;
  Secret client_secret;  // usually none
  ClientAuthentication authentication = ClientAuthentication::none;
  TimePoint expires_at{};  // of the secret; epoch: it does not end
};

/// Returns the client that an answer of status 201 gives. Errors: bad_reply, one phrase.
Result<RegisteredClient> parse_registration_reply(std::string_view body);

}  // namespace oauth

#endif
