// SPDX-License-Identifier: MIT
#ifndef TOOL_TOKEN_FORMAT_H
#define TOOL_TOKEN_FORMAT_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/wire/sasl_message.h"

namespace tool {

/// The names that --format takes: token, header, xoauth2, oauthbearer, json.
std::vector<std::string> token_format_names();

/// Returns the line that `sasl-oauth token --format FORMAT` prints, without its newline:
///   token        the access token
///   header       "Authorization: Bearer TOKEN" (RFC 6750 section 2.1)
///   xoauth2      that mechanism's initial client response in base64, as protocols send it
///   oauthbearer  the same of that one
///   json         {"access_token": ..., "expires_at": seconds since 1970, "user": ...}
/// Errors: those of check_sasl_identity; internal for an unknown format.
oauth::Result<oauth::Secret> format_token(std::string_view format,
                                          const oauth::SaslIdentity& identity,
                                          oauth::TimePoint expires_at);

}  // namespace tool

#endif
