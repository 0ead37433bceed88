// SPDX-License-Identifier: MIT
#include "oauth/notice.h"

#include <algorithm>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
#include "oauth/refresh_policy.h"

namespace oauth {
namespace {

// A verdict's sentence ends with its command.
std::string command_in(const std::string& reason) {
  const std::size_t at = reason.rfind("sasl-oauth ");
  return at == reason.npos ? std::string() : reason.substr(at);
}

std::optional<Notice> on_verdict(const Record& record) {
  const Verdict& verdict = *record.verdict;
  if (verdict.notified_at != TimePoint()) return std::nullopt;
  const bool is_consent = verdict.kind == ErrorKind::consent_needed;
  return Notice{NoticeKind::needs_person, is_consent ? "sign_in_needed" : "blocked",
                verdict.subcode.empty() ? verdict.code : verdict.subcode, verdict.reason,
                command_in(verdict.reason)};
}

std::optional<Notice> on_failures(const Record& record, TimePoint now) {
  const TimePoint last_success = std::max(record.renewed_at, record.issued_at);
  const bool fails = record.failures >= bounds::failures_to_tell && !is_alive(record, now);
  const bool is_told =
      record.failing_notified_at != TimePoint() && record.failing_notified_at >= last_success;
  if (!fails || is_told) return std::nullopt;
  return Notice{NoticeKind::failing, "failing", "",
                "no new token for " + shown(record.account) + " after " +
                    std::to_string(record.failures) + " failed tries, and the old one is over",
                tool_command("refresh", record.account, "")};
}

std::optional<Notice> on_ends(const Record& record, const GrantLimits& limits, TimePoint now) {
  for (const GrantEnd& end : near_ends_of(record, limits, now)) {
    const bool is_told =
        record.ending_notified_at != TimePoint() && record.ending_notified_at >= end.warn_at;
    if (is_told) continue;
    return Notice{NoticeKind::ends_soon, "ends_soon", cause_name(end.cause),
                  sentence_on(end, record, now), remedy_for(end, record)};
  }
  return std::nullopt;
}

bool is_being_told(const Record& record, TimePoint now) {
  if (record.notice_tries == 0 || record.notice_tried_at > now) return false;
  const bool is_often = record.notice_tries >= bounds::max_notice_tries;
  return now - record.notice_tried_at <
         (is_often ? bounds::long_notice_pause : bounds::notice_pause);
}

}  // namespace

std::optional<Notice> notice_on(const Record& record, const GrantLimits& limits, TimePoint now) {
  if (is_being_told(record, now)) return std::nullopt;
  const bool has_verdict =
      record.verdict && record.verdict->refresh_token.equals(record.refresh_token);
  if (has_verdict) return on_verdict(record);
  if (auto notice = on_failures(record, now)) return notice;
  return on_ends(record, limits, now);
}

void note_try(Record& record, TimePoint now) {
  ++record.notice_tries;
  record.notice_tried_at = now;
}

void note_told(Record& record, NoticeKind kind, TimePoint now) {
  record.notice_tries = 0;
  record.notice_tried_at = TimePoint();
  if (kind == NoticeKind::failing) record.failing_notified_at = now;
  if (kind == NoticeKind::ends_soon) record.ending_notified_at = now;
  if (kind == NoticeKind::needs_person && record.verdict) record.verdict->notified_at = now;
}

}  // namespace oauth
