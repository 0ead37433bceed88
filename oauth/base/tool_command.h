// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_TOOL_COMMAND_H
#define OAUTH_BASE_TOOL_COMMAND_H

#include <string>
#include <string_view>

namespace oauth {

/// Returns the command that a sentence tells its reader to run: "sasl-oauth WORD ACCOUNT", and
/// " --for USER" where the account is kept for a service's user (empty: a person's own). Fit for a
/// terminal and for a shell, whatever the account is called.
std::string tool_command(std::string_view word, const std::string& account,
                         const std::string& kept_for);

}  // namespace oauth

#endif
