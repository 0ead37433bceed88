// SPDX-License-Identifier: MIT
#ifndef OAUTH_LOGIN_PENDING_SIGN_IN_H
#define OAUTH_LOGIN_PENDING_SIGN_IN_H

#include <string>
#include <string_view>

#include "oauth/base/client_authentication.h"
#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/login/authorization_code.h"

namespace oauth {

/// A sign-in that was begun and is to be finished by another run of the tool. It holds what proves
/// that both are ours (state and verifier), and what was chosen, so that nothing need be repeated.
struct PendingSignIn {
  std::string account;
  TimePoint expires_at{};
  SignInAttempt attempt;  // without the challenge, whose work is done
  std::string client_id;  // of the plan it was begun with; another one cannot finish it
  std::string token_endpoint;

  std::string client;  // what the command line said
  std::string provider;
  std::string tenant;
  std::string issuer;
  std::string scope;
  std::string user;

  std::string registered_at;  // the provider that made the client meanwhile; empty: none did
  Secret client_secret;       // of such a client
  ClientAuthentication authentication = ClientAuthentication::none;
};

/// Returns it as a JSON object, with lines.
Secret write_pending(const PendingSignIn& pending);

/// Returns what such an object holds. Errors: bad_reply, one phrase ("is not ...").
Result<PendingSignIn> parse_pending(std::string_view text);

}  // namespace oauth

#endif
