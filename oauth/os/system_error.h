// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_SYSTEM_ERROR_H
#define OAUTH_OS_SYSTEM_ERROR_H

#include <string>
#include <string_view>

#include "oauth/base/error.h"

namespace oauth {

/// Returns what an errno means, in English whatever the host's locale is ("Permission denied").
std::string describe_errno(int number);

/// Returns an error with the sentence "cannot ACTION PATH: CAUSE; REMEDY", as in
/// "cannot write /x/y: No space left on device; free some space there": internal if memory is
/// short, else no_access. The remedy for a lack of permission names the effective user.
/// `system_error` is `number`.
Error file_error(std::string_view action, std::string_view path, int number);

}  // namespace oauth

#endif
