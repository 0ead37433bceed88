// SPDX-License-Identifier: MIT
#ifndef OAUTH_LOGIN_REDIRECT_H
#define OAUTH_LOGIN_REDIRECT_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

/// What comes back from the browser, by the listener on a loopback port or pasted by a person: both
/// are read by the same rules.
namespace oauth {

/// Whether the server is known to name itself in the redirect
/// (authorization_response_iss_parameter_supported, RFC 9207 section 3).
enum class IssuerRule { checked_if_there, required };

/// What a redirect must agree with.
struct ExpectedRedirect {
  const Secret& state;
  std::string issuer;  // empty: not known, then none is checked
  IssuerRule issuer_rule = IssuerRule::checked_if_there;
};

/// Returns whether the query holds this sign-in's state, and holds it once: what does not is no
/// business of this sign-in. Compared in constant time.
bool carries_state(std::string_view query, const Secret& state);

/// Returns the authorization code that the query brings (RFC 6749 section 4.1.2).
/// Errors: bad_reply (wrong, missing or repeated state, code or iss; an issuer that is not the
/// expected one, RFC 9207 section 2.4), and by what the server tells in `error` (section 4.1.2.1):
/// consent_needed (the person refused), unavailable, refused, bad_config.
Result<Secret> read_redirect(std::string_view query, const ExpectedRedirect& expected);

/// Returns the code of an address copied from the browser: with or without its scheme, or its query
/// alone; blanks around it do no harm. A code alone is refused: it lacks the state.
/// Errors: as read_redirect.
Result<Secret> read_pasted(std::string_view text, const ExpectedRedirect& expected);

/// What a client of the listener asks for, as far as its first bytes tell.
enum class RequestKind { incomplete, redirect, not_found, wrong_method, malformed, too_long };

struct RedirectRequest {
  RequestKind kind = RequestKind::incomplete;
  std::string_view query;  // of a `redirect`; points into what was received
};

/// Returns what the request line (RFC 9112 section 3) asks for: a GET of `path` is a redirect if it
/// has a query. Lines longer than bounds::max_request_line_bytes are too long.
RedirectRequest read_request_line(std::string_view received, std::string_view path = "/");

}  // namespace oauth

#endif
