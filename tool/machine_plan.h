// SPDX-License-Identifier: MIT
#ifndef TOOL_MACHINE_PLAN_H
#define TOOL_MACHINE_PLAN_H

#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/port/record.h"
#include "tool/sign_in_plan.h"

namespace tool {

/// An account that no person signs in, as it is to be tried and kept.
struct MachinePlan {
  oauth::Record record;
  std::vector<std::string> warnings;
};

/// Returns the plan for `options.accounts[0]`. The grant: --grant, else the account's in the
/// configuration, else what --key or --command imply. Client and provider of client_credentials are
/// found as for a sign-in; those of jwt_bearer are in the key file.
/// Errors: bad_config (what is missing or wrong, and the remedy), no_access, unavailable.
oauth::Result<MachinePlan> plan_machine(const SignInSources& sources, const Options& options,
                                        const oauth::Record* before);

}  // namespace tool

#endif
