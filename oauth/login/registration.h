// SPDX-License-Identifier: MIT
#ifndef OAUTH_LOGIN_REGISTRATION_H
#define OAUTH_LOGIN_REGISTRATION_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/port/http.h"
#include "oauth/port/record.h"
#include "oauth/provider.h"

namespace oauth {

/// Registers a native public client at the provider's registration_endpoint (RFC 7591), and returns
/// it, without an endpoint and a scope. Each call makes another one.
/// Errors: those of HttpClient::send; bad_config (the server refuses, with its words; it wants an
/// access token first), unavailable (5xx, 429), bad_reply.
Result<Client> register_client(HttpClient& http, const Provider& provider,
                               const std::string& scope);

}  // namespace oauth

#endif
