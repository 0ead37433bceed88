// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_REVOCATION_H
#define OAUTH_GRANT_REVOCATION_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/port/http.h"
#include "oauth/port/record.h"

namespace oauth {

enum class TokenKind { refresh_token, access_token };

/// What a server made of it; neither token is good for anything afterwards.
enum class Revoked { now, before };

/// Returns the client as it proves itself at the revocation endpoint: as at the token endpoint (RFC
/// 7009 section 2.1), which an assertion goes on naming as its audience.
Client client_for_revocation(const Client& client, std::string endpoint);

/// Withdraws a token (RFC 7009). `client` is that of client_for_revocation; `now` is for a
/// Retry-After date.
///
/// Returns Revoked::before for what Google says of a token that is none any more: HTTP status 400
/// with invalid_token, where section 2.2 wants a 200.
/// Errors: those of HttpClient::send; unavailable with `retry_after` (503: the token is still good,
/// section 2.2.1), refused (unsupported_token_type), bad_config (the client, the endpoint),
/// bad_reply. The words repeat none of the secrets that were sent.
Result<Revoked> revoke_token(HttpClient& http, const Client& client, TokenKind kind,
                             const Secret& token, TimePoint now);

}  // namespace oauth

#endif
