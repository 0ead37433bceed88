// SPDX-License-Identifier: MIT
#include "oauth/refresh_schedule.h"

#include <algorithm>

#include "oauth/refresh_policy.h"

namespace oauth {
namespace {

seconds part_of(seconds whole, double part) {
  return seconds(static_cast<seconds::rep>(static_cast<double>(whole.count()) * part));
}

}  // namespace

TimePoint due_at(const Record& record, const RefreshSchedule& schedule) {
  if (record.access_token.empty() || record.expires_at == TimePoint()) return TimePoint();
  const seconds life = record.expires_at - record.issued_at;
  const bool knows_life = record.issued_at != TimePoint() && life > seconds(0);
  seconds margin = schedule.min_validity + bounds::due_interval;
  if (knows_life) margin = std::max(margin, life / 10);
  margin += part_of(margin, schedule.jitter / 4);
  if (knows_life) margin = std::min(margin, life / 2);
  const TimePoint last = std::max(record.renewed_at, record.issued_at);
  if (last == TimePoint()) return record.expires_at - margin;
  const seconds pause =
      schedule.refresh_at_least - part_of(schedule.refresh_at_least, schedule.jitter / 10);
  return std::min(record.expires_at - margin, last + pause);
}

bool is_due(const Record& record, const RefreshSchedule& schedule, TimePoint now) {
  // No token is fresh that comes from the future, or is over.
  return now >= due_at(record, schedule) || !is_fresh(record, seconds(1), now);
}

}  // namespace oauth
