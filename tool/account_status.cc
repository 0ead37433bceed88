// SPDX-License-Identifier: MIT
#include "tool/account_status.h"

#include <optional>

#include "oauth/refresh_policy.h"
#include "tool/exit_code.h"

namespace tool {
namespace {

struct Row {
  AccountState state;
  const char* name;
  const char* words;
  int exit_code;
};

constexpr Row rows[] = {
    {AccountState::ok, "ok", "ok", exit_code::done},
    {AccountState::refresh_due, "refresh_due", "refresh due", exit_code::done},
    {AccountState::waiting, "waiting", "waiting", exit_code::try_again_later},
    {AccountState::sign_in_needed, "sign_in_needed", "sign-in needed", exit_code::sign_in_needed},
    {AccountState::blocked, "blocked", "blocked", exit_code::configuration},
};

const Row& row_of(AccountState state) noexcept {
  for (const Row& row : rows) {
    if (row.state == state) return row;
  }
  return rows[0];
}

AccountState state_for(oauth::ErrorKind kind) {
  if (kind == oauth::ErrorKind::unavailable) return AccountState::waiting;
  return kind == oauth::ErrorKind::consent_needed ? AccountState::sign_in_needed
                                                  : AccountState::blocked;
}

}  // namespace

AccountStatus status_of(const oauth::Record& record, oauth::seconds min_validity,
                        oauth::TimePoint now) {
  AccountStatus status;
  const bool is_alive = oauth::is_alive(record, now);
  if (is_alive) status.token_left = record.expires_at - now;
  if (const std::optional<oauth::Error> wait = oauth::reason_to_wait(record, now)) {
    status.state = state_for(wait->kind);
    status.reason = wait->message;
  } else if (record.refresh_token.empty() && !is_alive) {
    status.state = AccountState::sign_in_needed;
    status.reason = "there is no refresh token; run: sasl-oauth login " + record.account;
  } else if (!oauth::is_fresh(record, min_validity, now)) {
    status.state = AccountState::refresh_due;
  }
  return status;
}

const char* state_name(AccountState state) noexcept { return row_of(state).name; }
const char* state_words(AccountState state) noexcept { return row_of(state).words; }
int exit_code_of(AccountState state) noexcept { return row_of(state).exit_code; }

std::string as_words(oauth::seconds duration) {
  const long long count = duration.count();
  if (count < 120) return std::to_string(count) + " s";
  if (count < 2 * 3600) return std::to_string(count / 60) + " min";
  if (count < 2 * 86400) return std::to_string(count / 3600) + " h";
  return std::to_string(count / 86400) + " days";
}

}  // namespace tool
