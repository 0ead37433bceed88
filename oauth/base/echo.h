// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_ECHO_H
#define OAUTH_BASE_ECHO_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/secret.h"

namespace oauth {

/// Returns `text` with `mask` for each piece of it that repeats `secret`, or bounds::telling_bytes
/// or more of it: a server may send back what it was told ("Invalid refresh token: ..."), whole or
/// cut at either end, and its words go to a log. Secrets shorter than bounds::shortest_masked may
/// be ordinary words, and are let stand.
std::string without_echoes(std::string_view text, std::string_view secret,
                           std::string_view mask = "***");
/// The same for what repeats any of the secrets; the longest piece counts.
std::string without_echoes(std::string_view text, const std::vector<Secret>& secrets,
                           std::string_view mask = "***");

}  // namespace oauth

#endif
