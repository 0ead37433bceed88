// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_TEXT_H
#define OAUTH_BASE_TEXT_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oauth {

/// Returns whether `text` has an octet below 0x20 or 0x7f. NUL, 0x01, CR and LF would change the
/// structure of a SASL message or a header; no user name, token or URL has use for the others.
bool has_control_bytes(std::string_view text) noexcept;

/// Returns whether `text` is well-formed UTF-8 (RFC 3629: no overlong form, no surrogate).
bool is_utf8(std::string_view text) noexcept;

/// Returns whether `text` is a b64token:
/// 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"=" (RFC 6750 section 2.1).
bool is_b64token(std::string_view text) noexcept;

/// Returns whether `text` is 1*VCHAR, visible ASCII without a blank: what an access token may hold
/// at most (RFC 6749 appendix A.12 without the space, which would end it in a header).
bool is_visible_ascii(std::string_view text) noexcept;

/// Returns `text` fit for a log or a terminal: control characters and broken UTF-8 become '?', and
/// what goes beyond `max_bytes` is cut at a character and marked "...".
std::string printable(std::string_view text, std::size_t max_bytes);
/// The same of a name, path or word that a sentence quotes: bounds::max_quoted_bytes at most.
std::string shown(std::string_view text);

/// Returns "HOST:PORT"; an IPv6 address gets its brackets.
std::string host_and_port(std::string_view host, unsigned port);

/// Returns `text` without blanks (space, tab, CR, LF) at either end.
std::string_view trimmed(std::string_view text) noexcept;

/// Returns `text` with A to Z made small; other octets stay.
std::string ascii_lower(std::string_view text);
bool equals_ignoring_case(std::string_view left, std::string_view right) noexcept;
bool starts_with(std::string_view text, std::string_view prefix) noexcept;
bool ends_with(std::string_view text, std::string_view suffix) noexcept;

/// Returns the decimal number that `text` is, whole, with an optional '-'; nothing for anything
/// else or what does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

/// Returns the candidate that takes the fewest edits to become `word`, if that is at most a third
/// of its length (and at least one); for "did you mean ...?".
std::optional<std::string_view> nearest(std::string_view word,
                                        const std::vector<std::string_view>& candidates);

}  // namespace oauth

#endif
