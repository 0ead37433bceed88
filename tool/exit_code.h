// SPDX-License-Identifier: MIT
#ifndef TOOL_EXIT_CODE_H
#define TOOL_EXIT_CODE_H

#include "oauth/base/error.h"

namespace tool {

/// What the tool ends with; from 64 up as in <sysexits.h>.
namespace exit_code {
inline constexpr int done = 0;
inline constexpr int usage = 2;
inline constexpr int bad_reply = 69;  // the peer broke the protocol
inline constexpr int internal = 70;   // our bug
inline constexpr int try_again_later = 75;
inline constexpr int sign_in_needed = 77;  // a person must sign in
inline constexpr int configuration = 78;   // a person must correct something else
}  // namespace exit_code

/// Returns the exit code for a failure of this kind: the one table of them.
int exit_code_of(oauth::ErrorKind kind) noexcept;

/// Returns which of two exit codes to end with when both happened: the one that a person has to do
/// more about.
int worse(int one, int other) noexcept;

}  // namespace tool

#endif
