// SPDX-License-Identifier: MIT
#ifndef OAUTH_LOGIN_GRANTED_H
#define OAUTH_LOGIN_GRANTED_H

#include <string_view>

#include "oauth/base/result.h"
#include "oauth/port/record.h"
#include "oauth/wire/token_reply.h"

namespace oauth {

/// Returns whether a grant may open a mailbox: it has at least one of the scopes that were asked
/// for, those aside that only tell who somebody is (openid, email, profile, ...) or ask for a
/// refresh token (offline_access). An empty `granted` is all of `asked` (RFC 6749 section 5.1).
/// Compared as servers repeat them: without regard to case, and of two URLs the path alone
/// (Microsoft names another host of its own); "/.default" stands for any.
bool may_open_a_mailbox(std::string_view asked, std::string_view granted);

/// Returns the reply that ends a sign-in if an account can live on it.
/// Errors: bad_reply (no usable access token), consent_needed (it opens no mailbox: at Google a
/// person can leave the box for mail unticked), bad_config (no refresh token, without which the
/// account would end with its first hour).
Result<TokenReply> accept_sign_in(TokenReply reply, const Client& client);

}  // namespace oauth

#endif
