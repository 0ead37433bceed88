// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_REFRESH_TOKEN_H
#define OAUTH_GRANT_REFRESH_TOKEN_H

#include "oauth/base/result.h"
#include "oauth/port/record.h"
#include "oauth/wire/form.h"

namespace oauth {

/// Returns the form of the refresh token grant (RFC 6749 section 6).
/// Errors: consent_needed (the record has no refresh token).
Result<Form> refresh_token_form(const Record& record);

}  // namespace oauth

#endif
