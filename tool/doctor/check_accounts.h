// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_CHECK_ACCOUNTS_H
#define TOOL_DOCTOR_CHECK_ACCOUNTS_H

#include <functional>
#include <string>
#include <vector>

#include "oauth/base/time_point.h"
#include "oauth/grant_life.h"
#include "tool/doctor/finding.h"
#include "tool/doctor/store_survey.h"

namespace tool {

/// Returns the accounts that were named, or all if none was.
std::vector<const SurveyedAccount*> chosen_accounts(const StoreSurvey& survey,
                                                    const std::vector<std::string>& names);

/// What to say of a user's accounts.
struct AccountQuestion {
  std::vector<std::string> names;  // empty: all
  oauth::TimePoint now{};
  std::string for_user;  // of --for, for remedies; empty: ourselves
  /// How long the grants of a provider live.
  std::function<oauth::GrantLimits(const std::string&)> limits_of;
};

/// Tells how each account stands, and which of those that were named there is not.
Findings check_accounts(const StoreSurvey& survey, const AccountQuestion& question);

/// Returns what the account that serves this user calls for: 0, 75, 77 (none, or a person must sign
/// in) or 78.
int exit_code_for(const StoreSurvey& survey, const std::string& user, oauth::TimePoint now);

}  // namespace tool

#endif
