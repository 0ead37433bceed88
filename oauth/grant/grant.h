// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_GRANT_H
#define OAUTH_GRANT_GRANT_H

#include "oauth/base/result.h"
#include "oauth/base/time_point.h"
#include "oauth/port/crypto.h"
#include "oauth/port/record.h"
#include "oauth/wire/form.h"

namespace oauth {

/// Returns what a token request of the record's grant holds besides the client's authentication:
/// grant_type and what belongs to it (RFC 6749 section 1.3). Changes nothing, asks nobody.
/// Errors: consent_needed (nothing to ask with), bad_config (the record lacks a part, or its key
/// cannot sign), internal.
Result<Form> grant_form(const Record& record, Crypto& crypto, TimePoint now);

/// Returns what a server's refusal of a grant that needs no person means: configuration, whatever
/// it is called, and the sentence says what to check (RFC 7523 section 3.1: an assertion that is
/// not valid is an invalid_grant). Other errors, and those of other grants, stay as they are.
Error machine_failure(const Record& record, Error error);

}  // namespace oauth

#endif
