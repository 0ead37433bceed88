// SPDX-License-Identifier: MIT
#ifndef TESTS_FUZZ_PROMISES_H
#define TESTS_FUZZ_PROMISES_H

#include <cstddef>
#include <string_view>

#include "oauth/base/error.h"

/// What a target asserts of a parser, beyond that it does not crash.
namespace fuzz {

/// Ends the process with the promise's words unless it was kept; libFuzzer then keeps the input,
/// and replay names its file.
void expect(bool is_kept, const char* promise);

/// Stands in the seeds and dictionaries where a file or a server would have a secret.
inline constexpr std::string_view canary = "example-canary";
bool holds_canary(std::string_view text);

/// Whether people may be shown it: UTF-8, no control character, at most so long.
bool is_printable(std::string_view text, std::size_t max_bytes);

/// A sentence is printable, bounded and not empty.
void expect_sentence(const oauth::Error& error);
/// The same, and it repeats no secret.
void expect_secret_kept(const oauth::Error& error);
/// The same of a file in JSON, whose members may be named, and with them what somebody called so.
void expect_values_kept(const oauth::Error& error, std::string_view json);

/// Returns the next part of an input that has several: up to a line "%%", which it takes away.
std::string_view next_part(std::string_view& rest);

}  // namespace fuzz

#endif
