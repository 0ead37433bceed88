// SPDX-License-Identifier: MIT
#ifndef TOOL_TOKEN_FACTS_H
#define TOOL_TOKEN_FACTS_H

#include <string>
#include <utility>
#include <vector>

#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"

namespace tool {

/// Returns a secret cut so that two can be told apart and neither can be used: at most its first 8
/// bytes and never more than a quarter, and its length: "ya29.a0A...(243)"; "none" for none.
std::string cut_secret(const oauth::Secret& secret);

/// A name and what stands behind it, both printable.
using Facts = std::vector<std::pair<std::string, std::string>>;

/// Returns what a token that is a JWT says of itself, as far as it helps to find a mistake: its
/// algorithm, who made it and for whom (iss, aud, sub, tid, appid, azp, scp, scope, roles, upn,
/// ...) and its times, as people read them. Nothing of it was verified. None for an opaque token,
/// as Google's and Microsoft's for personal accounts are.
Facts jwt_facts(const oauth::Secret& token);

/// Returns a time with how far off it is: "2026-11-23 14:05:09 UTC (in 42 min)", "(3 h ago)".
std::string time_fact(oauth::TimePoint at, oauth::TimePoint now);

}  // namespace tool

#endif
