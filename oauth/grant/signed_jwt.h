// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_SIGNED_JWT_H
#define OAUTH_GRANT_SIGNED_JWT_H

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/port/crypto.h"
#include "oauth/wire/json.h"

namespace oauth {

/// What a JWT is signed with.
struct JwtSigner {
  SigningAlgorithm algorithm;
  const Secret& key;  // PEM
};

/// Returns a JWT in compact form. `header` and `claims` are JsonLayout::compact, in the order in
/// which they go out, "alg" and all; both are spent. Errors: those of Crypto::sign.
Result<Secret> signed_jwt(Crypto& crypto, JwtSigner signer, JsonWriter header, JsonWriter claims);

}  // namespace oauth

#endif
