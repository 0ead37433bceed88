// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_JWT_BEARER_H
#define OAUTH_GRANT_JWT_BEARER_H

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/port/crypto.h"
#include "oauth/port/record.h"
#include "oauth/wire/form.h"

namespace oauth {

/// Returns the assertion of a service account that speaks for a user (RFC 7523 section 3): issuer,
/// subject, scope, audience (the token endpoint), good from `now` for
/// bounds::grant_assertion_lifetime. Signed with RS256 for an RSA key, unless the client says
/// otherwise. Errors: bad_config (a part is missing, a key that cannot sign so), internal.
Result<Secret> grant_assertion(Crypto& crypto, const Record& record, TimePoint now);

/// Returns the form of the JWT bearer grant (RFC 7523 section 2.1) with such an assertion.
/// Errors: those of grant_assertion.
Result<Form> jwt_bearer_form(Crypto& crypto, const Record& record, TimePoint now);

}  // namespace oauth

#endif
