// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_COMMAND_H
#define OAUTH_GRANT_COMMAND_H

#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/time_point.h"
#include "oauth/port/process.h"
#include "oauth/port/record.h"
#include "oauth/wire/token_reply.h"

namespace oauth {

/// Runs the record's command and returns the token that it prints. `process` may be NULL, where
/// this program must not start others. Nothing the command prints is repeated in a sentence.
/// Errors: bad_config (there is no command), no_access (it must not or cannot be run here),
/// unavailable (it failed or took more than bounds::token_command_timeout), bad_reply (what it
/// printed is no token).
Result<TokenReply> run_token_command(Process* process, const Record& record, TimePoint now);

/// Returns the token in what a command printed: a JSON object with access_token (or accessToken)
/// and expires_in in seconds, or expires_at, expires_on or expiry as seconds since 1970 or by RFC
/// 3339; or else the first line, which is the token itself. Where nothing says how long it lives
/// that is bounds::unknown_token_lifetime. Errors: bad_reply, a phrase about what was printed.
Result<TokenReply> parse_command_output(std::string_view output, TimePoint now);

}  // namespace oauth

#endif
