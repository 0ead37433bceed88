// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_GRANT_H
#define OAUTH_GRANT_GRANT_H

#include "oauth/base/result.h"
#include "oauth/port/record.h"
#include "oauth/wire/form.h"

namespace oauth {

/// Returns what a token request of the record's grant holds besides the client's authentication:
/// grant_type and what belongs to it (RFC 6749 section 1.3). Changes nothing, asks nobody.
/// Errors: consent_needed (nothing to ask with), bad_config (a grant that this release cannot use).
Result<Form> grant_form(const Record& record);

}  // namespace oauth

#endif
