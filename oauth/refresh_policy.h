// SPDX-License-Identifier: MIT
#ifndef OAUTH_REFRESH_POLICY_H
#define OAUTH_REFRESH_POLICY_H

#include <optional>
#include <string>
#include <string_view>

#include "oauth/base/error.h"
#include "oauth/base/time_point.h"
#include "oauth/port/record.h"
#include "oauth/wire/token_reply.h"

/// The decisions of a refresh, as functions of a record and the time: no clock, no network, no
/// file.
namespace oauth {

/// Returns whether the record's access token lives for `min_validity` from `now`, or for half of
/// its whole life if that is shorter: a server that hands out short tokens must not be asked at
/// each login. A token from the future is not trusted: the clock was set back.
bool is_fresh(const Record& record, seconds min_validity, TimePoint now);

/// Returns whether the access token is still worth sending when no better one can be had.
bool is_alive(const Record& record, TimePoint now);

/// Returns why no request may be made now: a verdict that still stands, or a pause after a
/// transient failure. Nothing if one may.
std::optional<Error> reason_to_wait(const Record& record, TimePoint now);

/// Returns whether a failure arose on this machine (a proxy that cannot be used, a module that
/// cannot be opened, an endpoint that is not https) and not from a server's answer. There is
/// nothing to remember then: as soon as it is mended, the same call works.
bool is_local(const Error& error);

/// Returns `below` with what the record itself says of proxy and authorities laid over it.
NetworkSettings network_for(const Record& record, NetworkSettings below);

/// Returns the scopes of `asked` that `granted` lacks, separated by blanks. An empty `granted`
/// lacks none (RFC 6749 section 5.1), and those that open no mailbox (offline_access, openid,
/// email, profile) are passed over: servers leave them out or rename them.
std::string missing_scope(std::string_view asked, std::string_view granted);

/// Puts new tokens into the record. `asked_at` is the time before the request was sent, so that the
/// expiry errs on the safe side.
void apply_reply(Record& record, TokenReply reply, TimePoint asked_at);

/// Remembers a failed request: a verdict for a final one (the refresh token stays), or a time for
/// the next try: doubling from bounds::backoff_start to bounds::backoff_limit with full jitter, or
/// what the server asked for. `jitter` is in 0..1.
void apply_failure(Record& record, const Error& error, TimePoint now, double jitter);

/// Remembers that the mail server refused the record's access token: the next login asks for
/// another, unless the refused one was itself a replacement that has just come.
void apply_refusal(Record& record, TimePoint now);

}  // namespace oauth

#endif
