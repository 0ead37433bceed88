// SPDX-License-Identifier: MIT
#ifndef TOOL_ACCOUNT_STATUS_H
#define TOOL_ACCOUNT_STATUS_H

#include <optional>
#include <string>
#include <vector>

#include "oauth/base/time_point.h"
#include "oauth/grant_life.h"
#include "oauth/port/record.h"

namespace tool {

/// How an account stands.
enum class AccountState {
  ok,              // the next login finds a token
  ends_soon,       // likewise, but a person should do something before a known day
  refresh_due,     // the next login fetches one
  waiting,         // a server is to be asked again later
  sign_in_needed,  // a person must sign in
  blocked          // a person must correct something else
};

/// What will happen next.
enum class NextStep {
  refresh,   // at a known time
  at_login,  // a token is got when somebody signs in
  retry,     // at a known time
  act_by,    // a person, before a known time
  act        // a person, now
};

/// What the state depends on besides the record.
struct StatusTerms {
  oauth::seconds min_validity{0};  // that a login wants of a token
  oauth::GrantLimits limits;
  std::optional<oauth::seconds> warn_ahead;  // instead of what oauth/grant_life.h decides
};

struct AccountStatus {
  AccountState state = AccountState::ok;
  std::string reason;                 // a sentence, if a person must act or a server be waited for
  oauth::seconds token_left{0};       // 0: the token is no good any more
  oauth::seconds token_life{0};       // of the whole; 0: unknown
  std::vector<oauth::GrantEnd> ends;  // those that are near, the soonest first
  NextStep next = NextStep::refresh;
  oauth::TimePoint next_at{};  // epoch: at no known time
};

/// Returns how the account stands at `now`.
AccountStatus status_of(const oauth::Record& record, const StatusTerms& terms,
                        oauth::TimePoint now);

/// Returns the state's name for programs ("sign_in_needed") and for people ("sign-in needed").
const char* state_name(AccountState state) noexcept;
const char* state_words(AccountState state) noexcept;
const char* step_name(NextStep step) noexcept;

int exit_code_of(AccountState state) noexcept;
/// Returns what to end with for ends that are near, where that counts: by who has to act.
int exit_code_of(const std::vector<oauth::GrantEnd>& ends) noexcept;

/// Returns a duration as people say it, in its largest unit and rounded down: "42 min", "3 h".
std::string as_words(oauth::seconds duration);

}  // namespace tool

#endif
