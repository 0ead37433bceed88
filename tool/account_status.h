// SPDX-License-Identifier: MIT
#ifndef TOOL_ACCOUNT_STATUS_H
#define TOOL_ACCOUNT_STATUS_H

#include <string>

#include "oauth/base/time_point.h"
#include "oauth/port/record.h"

namespace tool {

/// How an account stands.
enum class AccountState {
  ok,              // the next login finds a token
  refresh_due,     // the next login fetches one
  waiting,         // a server is to be asked again later
  sign_in_needed,  // a person must sign in
  blocked          // a person must correct something else
};

struct AccountStatus {
  AccountState state = AccountState::ok;
  std::string reason;            // a sentence, if it is neither ok nor refresh_due
  oauth::seconds token_left{0};  // 0: the token is no good any more
};

/// Returns how the account stands; `min_validity` is what a login wants of a token.
AccountStatus status_of(const oauth::Record& record, oauth::seconds min_validity,
                        oauth::TimePoint now);

/// Returns the state's name for programs ("sign_in_needed") and for people ("sign-in needed").
const char* state_name(AccountState state) noexcept;
const char* state_words(AccountState state) noexcept;

int exit_code_of(AccountState state) noexcept;

/// Returns a duration as people say it, in its largest unit and rounded down: "42 min", "3 h".
std::string as_words(oauth::seconds duration);

}  // namespace tool

#endif
