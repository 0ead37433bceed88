// SPDX-License-Identifier: MIT
#include "tool/due_refresh.h"

#include <chrono>
#include <new>
#include <utility>

#include "oauth/refresh_policy.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;

constexpr std::chrono::milliseconds no_patience{0};

}  // namespace

DueRefresh::DueRefresh(std::vector<DueAccount> accounts)
    : accounts_(std::move(accounts)), refreshes_(accounts_.size()), outcomes_(accounts_.size()) {
  for (std::size_t number = 0; number < accounts_.size(); ++number) {
    outcomes_[number].account = accounts_[number].account.name;
  }
}

// One account's failure, and no reason to give up the answers to others.
template <class Step>
std::optional<DueRefresh::Item> DueRefresh::unless_out_of_memory(std::size_t number, Step step) {
  try {
    return step();
  } catch (const std::bad_alloc&) {
    refreshes_[number].reset();
    outcomes_[number].result = DueResult::failed;
    outcomes_[number].error = Error{ErrorKind::internal, "out of memory"};
    return std::nullopt;
  }
}

std::optional<DueRefresh::Item> DueRefresh::next() {
  while (next_ < accounts_.size()) {
    const std::size_t number = next_++;
    auto begun = unless_out_of_memory(number, [&] { return begin_if_due(number); });
    if (begun) return begun;
  }
  return std::nullopt;
}

std::optional<DueRefresh::Item> DueRefresh::begin_if_due(std::size_t number) {
  const DueAccount& due = accounts_[number];
  Result<oauth::Record> record = due.ports.store.load(due.account.name);
  if (!record) {
    finish(number, record.error(), true);
  } else if (!is_to_be_asked(number, *record)) {
    return std::nullopt;
  } else if (record->grant == oauth::GrantType::command) {
    commands_.emplace_back(number, std::move(*record));
  } else if (const End end = begin(number, std::move(*record))) {
    const bool was_asked = refreshes_[number]->was_asked();
    finish(number, *end, was_asked);
  } else {
    return item(number);
  }
  return std::nullopt;
}

DueRefresh::End DueRefresh::begin(std::size_t number, oauth::Record record) {
  const DueAccount& due = accounts_[number];
  refreshes_[number] =
      std::make_unique<oauth::Refresh>(due.ports, due.account, oauth::Wanted::renewed);
  return refreshes_[number]->begin(std::move(record), no_patience);
}

void DueRefresh::run_commands() {
  for (auto& [number, record] : commands_) {
    const End end = begin(number, std::move(record));
    if (end) finish(number, *end, true);
    refreshes_[number].reset();  // somebody has made it another grant: the next run sees to it
  }
  commands_.clear();
}

std::optional<DueRefresh::Item> DueRefresh::take(std::size_t number,
                                                 Result<oauth::HttpResponse> response) {
  return unless_out_of_memory(number, [&]() -> std::optional<Item> {
    const End end = refreshes_[number]->take(std::move(response));
    if (!end) return item(number);
    finish(number, *end, true);
    return std::nullopt;
  });
}

bool DueRefresh::is_to_be_asked(std::size_t number, const oauth::Record& record) {
  DueOutcome& outcome = outcomes_[number];
  const oauth::TimePoint now = accounts_[number].ports.clock.now();
  const std::optional<Error> reason = oauth::reason_to_wait(record, now);
  if (reason && reason->kind != ErrorKind::unavailable) {
    outcome.result = DueResult::standing;
    outcome.error = reason;
    return false;
  }
  oauth::RefreshSchedule schedule = accounts_[number].schedule;
  schedule.min_validity = record.min_validity.value_or(schedule.min_validity);
  if (!oauth::is_due(record, schedule, now)) return false;
  if (reason) outcome.result = DueResult::waiting;
  outcome.error = reason;
  return !reason;
}

DueRefresh::Item DueRefresh::item(std::size_t number) const {
  return {number, refreshes_[number]->settings(), &refreshes_[number]->request()};
}

void DueRefresh::finish(std::size_t number, const Result<oauth::AccessToken>& token,
                        bool was_asked) {
  refreshes_[number].reset();
  DueOutcome& outcome = outcomes_[number];
  if (token) {
    outcome.result = DueResult::refreshed;
    outcome.expires_at = token->expires_at;
    outcome.warnings = token->warnings;
  } else if (!was_asked && token.error().kind == ErrorKind::unavailable) {
    outcome.result = DueResult::waiting;  // somebody else holds the lock
  } else {
    outcome.result = DueResult::failed;
    outcome.error = token.error();
  }
}

}  // namespace tool
