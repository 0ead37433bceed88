// SPDX-License-Identifier: MIT
#include "tool/account_status.h"

#include <algorithm>

#include "oauth/base/tool_command.h"
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
    {AccountState::ends_soon, "ends_soon", "ends soon", exit_code::done},
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

bool can_refresh(const oauth::Record& record) {
  return record.grant != oauth::GrantType::refresh_token || !record.refresh_token.empty();
}

// The time from which a login fetches another token: see oauth::is_fresh.
oauth::TimePoint stale_at(const oauth::Record& record, oauth::seconds min_validity) {
  const bool knows_life = record.issued_at != oauth::TimePoint();
  const oauth::seconds life = record.expires_at - record.issued_at;
  return record.expires_at - (knows_life ? std::min(min_validity, life / 2) : min_validity);
}

void plan(AccountStatus& status, NextStep next, oauth::TimePoint at = {}) {
  status.next = next;
  status.next_at = at;
}

void judge_what_is_well(AccountStatus& status, const oauth::Record& record,
                        const StatusTerms& terms, oauth::TimePoint now) {
  const bool is_fresh = oauth::is_fresh(record, terms.min_validity, now);
  status.state = is_fresh ? AccountState::ok : AccountState::refresh_due;
  if (is_fresh) {
    plan(status, NextStep::refresh, stale_at(record, terms.min_validity));
  } else {
    plan(status, NextStep::at_login);
  }
  if (!can_refresh(record)) plan(status, NextStep::act_by, record.expires_at);
  if (status.ends.empty()) return;
  status.state = AccountState::ends_soon;
  plan(status, NextStep::act_by, status.ends.front().at);
}

}  // namespace

AccountStatus status_of(const oauth::Record& record, const StatusTerms& terms,
                        oauth::TimePoint now) {
  AccountStatus status;
  const bool is_alive = oauth::is_alive(record, now);
  if (is_alive) status.token_left = record.expires_at - now;
  if (record.issued_at != oauth::TimePoint() && record.expires_at > record.issued_at) {
    status.token_life = record.expires_at - record.issued_at;
  }
  status.ends = oauth::near_ends_of(record, terms.limits, now, terms.warn_ahead);
  if (const std::optional<oauth::Error> wait = oauth::reason_to_wait(record, now)) {
    status.state = state_for(wait->kind);
    status.reason = wait->message;
    const bool is_pause = status.state == AccountState::waiting;
    plan(status, is_pause ? NextStep::retry : NextStep::act,
         is_pause ? record.next_attempt_at : oauth::TimePoint());
  } else if (!can_refresh(record) && !is_alive) {
    status.state = AccountState::sign_in_needed;
    status.reason = "there is no refresh token; run: " +
                    oauth::tool_command("login", record.account, record.kept_for);
    plan(status, NextStep::act);
  } else {
    judge_what_is_well(status, record, terms, now);
  }
  return status;
}

const char* state_name(AccountState state) noexcept { return row_of(state).name; }
const char* state_words(AccountState state) noexcept { return row_of(state).words; }
int exit_code_of(AccountState state) noexcept { return row_of(state).exit_code; }

const char* step_name(NextStep step) noexcept {
  switch (step) {
    case NextStep::refresh:
      return "refresh";
    case NextStep::at_login:
      return "refresh_at_login";
    case NextStep::retry:
      return "retry";
    case NextStep::act_by:
      return "person_by";
    case NextStep::act:
      return "person";
  }
  return "";
}

int exit_code_of(const std::vector<oauth::GrantEnd>& ends) noexcept {
  int code = exit_code::done;
  for (const oauth::GrantEnd& end : ends) {
    const bool is_client = end.cause == oauth::EndCause::client;
    code = worse(code, is_client ? exit_code::configuration : exit_code::sign_in_needed);
  }
  return code;
}

std::string as_words(oauth::seconds duration) {
  const long long count = duration.count();
  if (count < 120) return std::to_string(count) + " s";
  if (count < 2 * 3600) return std::to_string(count / 60) + " min";
  if (count < 2 * 86400) return std::to_string(count / 3600) + " h";
  return std::to_string(count / 86400) + " days";
}

}  // namespace tool
