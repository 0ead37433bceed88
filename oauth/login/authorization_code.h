// SPDX-License-Identifier: MIT
#ifndef OAUTH_LOGIN_AUTHORIZATION_CODE_H
#define OAUTH_LOGIN_AUTHORIZATION_CODE_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/port/http.h"
#include "oauth/port/network.h"
#include "oauth/port/random.h"
#include "oauth/port/record.h"
#include "oauth/provider.h"
#include "oauth/wire/token_reply.h"

/// The authorization code grant (RFC 6749 section 4.1) with PKCE (RFC 7636) and a redirect to a
/// loopback address (RFC 8252 section 7.3). What the redirect brings is read in login/redirect.h.
namespace oauth {

/// What the two halves of one sign-in share: the first goes through the browser, the second to the
/// token endpoint. Made anew for each try.
struct SignInAttempt {
  std::string redirect_uri;
  Secret state;     // comes back in the redirect, so that no other sign-in's can be slipped in
  Secret verifier;  // proves at the token endpoint that we began the sign-in
  std::string challenge;  // its hash, for the browser's address
};

/// Returns the S256 challenge of a verifier (RFC 7636 section 4.2). Errors: those of
/// Network::sha256.
Result<std::string> pkce_challenge(Network& network, const Secret& verifier);

/// Returns a new attempt: 256 random bits each for the state and for the verifier, as 43 characters
/// (RFC 7636 section 4.1). Errors: internal (no random bytes), those of Network::sha256.
Result<SignInAttempt> begin_sign_in(Random& random, Network& network, std::string redirect_uri);

/// Returns the address at which a person signs in and consents: the authorization endpoint with
/// its own query kept, what RFC 6749 section 4.1.1 and RFC 7636 section 4.3 want, then the
/// provider's extras, then `login_hint` unless it is empty.
std::string authorization_url(const Provider& provider, const Client& client,
                              const SignInAttempt& attempt, std::string_view login_hint);

/// Exchanges the code for tokens (RFC 6749 section 4.1.3). A code works once, so this is never
/// repeated.
/// Errors: those of request_token and of accept_sign_in.
Result<TokenReply> exchange_code(HttpClient& http, const Client& client,
                                 const SignInAttempt& attempt, const Secret& code, TimePoint now);

}  // namespace oauth

#endif
