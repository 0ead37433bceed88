// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_SAMPLE_PENDING_H
#define TESTS_SUPPORT_SAMPLE_PENDING_H

#include "oauth/login/pending_sign_in.h"

namespace oauth {

/// Returns a sign-in of you@example.com that ends at 1700000600.
inline PendingSignIn sample_pending() {
  PendingSignIn pending;
  pending.account = "you@example.com";
  pending.expires_at = from_unix(1700000600);
  pending.attempt.state = Secret::copy_of("the-state");
  pending.attempt.verifier = Secret::copy_of("the-verifier");
  pending.attempt.redirect_uri = "http://127.0.0.1/";
  pending.client_id = "mail \"app\"";
  pending.token_endpoint = "https://sso.example.com/token";
  pending.client = "/home/me/client.json";
  pending.provider = "example";
  pending.tenant = "example.org";
  pending.issuer = "https://sso.example.com";
  pending.registered_at = "https://sso.example.com";
  pending.client_secret = Secret::copy_of("the-secret");
  pending.authentication = ClientAuthentication::client_secret_basic;
  pending.scope = "mail";
  pending.user = "team@example.com";
  return pending;
}

}  // namespace oauth

#endif
