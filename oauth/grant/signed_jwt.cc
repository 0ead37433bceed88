// SPDX-License-Identifier: MIT
#include "oauth/grant/signed_jwt.h"

#include <utility>

#include "oauth/wire/jwt.h"

namespace oauth {

Result<Secret> signed_jwt(Crypto& crypto, JwtSigner signer, JsonWriter header, JsonWriter claims) {
  std::string input = jwt_signing_input(header.finish(), claims.finish());
  const Result<std::string> signature = crypto.sign(signer.algorithm, signer.key, input);
  if (!signature) return signature.error();
  return compact_jwt(std::move(input), *signature);
}

}  // namespace oauth
