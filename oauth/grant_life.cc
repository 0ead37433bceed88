// SPDX-License-Identifier: MIT
#include "oauth/grant_life.h"

#include <algorithm>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"

namespace oauth {
namespace {

constexpr seconds day{24 * 3600};

bool is_about(seconds one, seconds other) {
  return one - other <= bounds::grant_life_tolerance && other - one <= bounds::grant_life_tolerance;
}

TimePoint last_use_of(const Record& record) {
  return std::max({record.renewed_at, record.issued_at, record.granted_at});
}

TimePoint most_of(TimePoint start, seconds span) { return start + span * 4 / 5; }

GrantEnd told_end(const Record& record, const GrantLimits& limits) {
  const TimePoint at = *record.refresh_expires_at;
  const TimePoint start = record.refresh_expiry_told_at != TimePoint()
                              ? record.refresh_expiry_told_at
                              : record.granted_at;
  const bool knows_start = start != TimePoint() && start < at;
  const seconds span = knows_start ? at - start : seconds(0);
  if (knows_start && limits.testing > seconds(0) && is_about(span, limits.testing)) {
    return {EndCause::testing, at, at - bounds::testing_warning, limits.testing};
  }
  const TimePoint warn_at = knows_start ? most_of(start, span) : at - bounds::testing_warning;
  return {EndCause::refresh_token, at, warn_at, span};
}

std::optional<GrantEnd> learned_end(const Record& record, const GrantLimits& limits) {
  const TimePoint at = record.granted_at + record.grant_lifetime;
  const bool is_known = record.grant_lifetime > seconds(0) && record.granted_at != TimePoint();
  // Renewed beyond it: this grant lives longer, since the client was published meanwhile.
  if (!is_known || record.renewed_at > at + bounds::grant_life_tolerance) return std::nullopt;
  const bool is_testing = is_about(record.grant_lifetime, limits.testing);
  return GrantEnd{is_testing ? EndCause::testing : EndCause::experience, at,
                  at - bounds::testing_warning, record.grant_lifetime};
}

std::optional<GrantEnd> idle_end(const Record& record, const GrantLimits& limits) {
  const TimePoint used = last_use_of(record);
  if (limits.idle <= seconds(0) || used == TimePoint()) return std::nullopt;
  return GrantEnd{EndCause::idle, used + limits.idle, most_of(used, limits.idle), limits.idle};
}

bool has_secret(const Client& client) {
  return !client.client_secret.empty() || !client.certificate.empty() || !client.key.empty();
}

std::string days(seconds span) { return std::to_string(span / day) + " days"; }

std::string on_day(TimePoint at, TimePoint now) {
  return (at <= now ? "ended on " : "ends on ") + format_utc(at).substr(0, 10);
}

}  // namespace

std::vector<GrantEnd> ends_of(const Record& record, const GrantLimits& limits) {
  std::vector<GrantEnd> ends;
  if (record.grant == GrantType::refresh_token && !record.refresh_token.empty()) {
    if (record.refresh_expires_at) {
      ends.push_back(told_end(record, limits));
    } else if (const auto end = learned_end(record, limits)) {
      ends.push_back(*end);
    }
    if (const auto end = idle_end(record, limits)) ends.push_back(*end);
  }
  const TimePoint client_end = record.client.expires_at;
  if (client_end != TimePoint() && has_secret(record.client)) {
    ends.push_back(
        {EndCause::client, client_end, client_end - bounds::client_end_warning, seconds(0)});
  }
  std::stable_sort(ends.begin(), ends.end(),
                   [](const GrantEnd& one, const GrantEnd& other) { return one.at < other.at; });
  return ends;
}

std::vector<GrantEnd> near_ends_of(const Record& record, const GrantLimits& limits, TimePoint now,
                                   std::optional<seconds> ahead) {
  std::vector<GrantEnd> near;
  for (const GrantEnd& end : ends_of(record, limits)) {
    if (now >= (ahead ? end.at - *ahead : end.warn_at)) near.push_back(end);
  }
  return near;
}

const char* cause_name(EndCause cause) noexcept {
  switch (cause) {
    case EndCause::refresh_token:
      return "refresh_token";
    case EndCause::testing:
      return "testing";
    case EndCause::experience:
      return "experience";
    case EndCause::idle:
      return "idle";
    case EndCause::client:
      return "client";
  }
  return "";
}

std::string sentence_on(const GrantEnd& end, const Record& record, TimePoint now) {
  switch (end.cause) {
    case EndCause::refresh_token:
      return "the refresh token " + on_day(end.at, now) + ", as the server said when it was given";
    case EndCause::testing:
      return "the grant " + on_day(end.at, now) +
             ": the client is in \"Testing\", where each lives " + days(end.span) +
             "; publish the app (\"In production\") at the provider, and then sign in again";
    case EndCause::experience:
      return "the grant probably " + on_day(end.at, now) + ": the one before lived but " +
             days(end.span) + "; sign in again before";
    case EndCause::idle:
      return "the refresh token " + on_day(end.at, now) +
             " unless it is used: it has not been for " + days(now - (end.at - end.span));
    case EndCause::client:
      break;
  }
  const char* what = record.client.certificate.empty() ? "secret " : "certificate ";
  return std::string("the client's ") + what + on_day(end.at, now) +
         "; get a new one at the provider and put it into the configuration";
}

std::string remedy_for(const GrantEnd& end, const Record& record) {
  const bool is_signed_in_anew = end.cause != EndCause::idle && end.cause != EndCause::client;
  return tool_command(is_signed_in_anew ? "login" : "refresh", record.account, record.kept_for);
}

seconds learned_lifetime(const Record& before, const Record& after) {
  if (before.client.client_id != after.client.client_id || before.granted_at == TimePoint() ||
      before.grant != GrantType::refresh_token) {
    return seconds(0);
  }
  const bool is_dead = before.verdict && before.verdict->code == "invalid_grant";
  if (is_dead) {
    const seconds lived = before.verdict->at - before.granted_at;
    const seconds whole_days = lived / day * day;
    return whole_days == bounds::testing_lifetime ? bounds::testing_lifetime
                                                  : before.grant_lifetime;
  }
  const seconds lives = last_use_of(before) - before.granted_at;
  return lives > before.grant_lifetime + bounds::grant_life_tolerance ? seconds(0)
                                                                      : before.grant_lifetime;
}

}  // namespace oauth
