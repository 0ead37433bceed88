// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_TOKEN_REQUEST_H
#define OAUTH_GRANT_TOKEN_REQUEST_H

#include "oauth/base/result.h"
#include "oauth/base/time_point.h"
#include "oauth/port/http.h"
#include "oauth/port/record.h"
#include "oauth/wire/form.h"
#include "oauth/wire/token_reply.h"

namespace oauth {

/// Returns the POST that asks `client`'s token endpoint for a token: `grant` (grant_type and what
/// belongs to it) and the client's authentication (RFC 6749 sections 2.3.1 and 4.1.3).
HttpRequest build_token_request(const Client& client, Form grant);

/// Returns the tokens that a response gives. This is where the meaning of an answer is decided, and
/// nowhere else; `host` names the server in sentences, `now` is for a Retry-After date.
///
/// Errors, by what to do next (`code` is the server's error, or the status of a wrong endpoint):
///   consent_needed  invalid_grant, interaction_required, login_required, consent_required, ...
///   bad_config      invalid_client, invalid_scope, ...; a wrong endpoint (3xx, 404, 405, 410)
///   refused         access_denied, admin_policy_enforced, ...
///   unavailable     408, 429, 5xx, temporarily_unavailable, ... (`retry_after` as asked)
///   bad_reply       what is no OAuth answer at all: a captive portal, a proxy's page
Result<TokenReply> read_token_response(const HttpResponse& response, std::string_view host,
                                       TimePoint now);

/// Returns the request of build_token_request, if it may be sent.
/// Errors: bad_config (an endpoint that secrets must not be sent to: http to another machine).
Result<HttpRequest> prepare_token_request(const Client& client, Form grant);

/// Returns what read_token_response does of the answer to `request`; its words repeat none of the
/// secrets that were sent.
Result<TokenReply> read_answer(const Client& client, const HttpRequest& request,
                               const HttpResponse& response, TimePoint now);

/// Prepares the request, sends it and reads the answer.
/// Errors: those of HttpClient::send and of the above.
Result<TokenReply> request_token(HttpClient& http, const Client& client, Form grant, TimePoint now);

}  // namespace oauth

#endif
