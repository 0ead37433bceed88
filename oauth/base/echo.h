// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_ECHO_H
#define OAUTH_BASE_ECHO_H

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/secret.h"

namespace oauth {

/// Shorter secrets may be ordinary words.
inline constexpr std::size_t shortest_masked = 8;
/// What a text must repeat of a secret to be masked there.
inline constexpr std::size_t telling_bytes = 12;

/// Returns `text` with `mask` for each piece of it that repeats `secret`, or telling_bytes
/// or more of it: a server may send back what it was told ("Invalid refresh token: ..."), whole or
/// cut at either end, and its words go to a log. Secrets shorter than shortest_masked may
/// be ordinary words, and are let stand.
std::string without_echoes(std::string_view text, std::string_view secret,
                           std::string_view mask = "***");
/// The same for what repeats any of the secrets; the longest piece counts.
std::string without_echoes(std::string_view text, const std::vector<Secret>& secrets,
                           std::string_view mask = "***");

/// Returns what every base64 text that has the secret somewhere in it has of the secret, in either
/// alphabet: it may begin at each place of a group of three octets.
std::vector<Secret> base64_echoes(std::string_view secret);

}  // namespace oauth

#endif
