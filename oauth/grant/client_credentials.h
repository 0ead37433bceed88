// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_CLIENT_CREDENTIALS_H
#define OAUTH_GRANT_CLIENT_CREDENTIALS_H

#include "oauth/base/result.h"
#include "oauth/port/record.h"
#include "oauth/wire/form.h"

namespace oauth {

/// Returns the form of the client credentials grant: the client asks for itself (RFC 6749 section
/// 4.4). One token serves all mailboxes that the client may open.
/// Errors: bad_config (a client without id, or without anything that proves it).
Result<Form> client_credentials_form(const Record& record);

}  // namespace oauth

#endif
