// SPDX-License-Identifier: MIT
#include "oauth/refresh_policy.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"

namespace oauth {
namespace {

// A clock that NTP has just corrected by a little is no reason for another request.
constexpr seconds clock_tolerance{60};

bool is_from_the_future(const Record& record, TimePoint now) {
  return record.issued_at > now + clock_tolerance;
}

bool is_final(ErrorKind kind) {
  return kind == ErrorKind::consent_needed || kind == ErrorKind::bad_config ||
         kind == ErrorKind::refused;
}

seconds backoff(unsigned failures, double jitter) {
  const unsigned doublings = std::min(failures - 1, 16u);
  const seconds longest =
      std::min(seconds(bounds::backoff_start * (1LL << doublings)), seconds(bounds::backoff_limit));
  return seconds(1 + std::llround(jitter * static_cast<double>(longest.count() - 1)));
}

// Of a server that is out of order for a while: what it answers then is no error of OAuth's.
bool is_http_status(const std::string& code) { return parse_integer(code).has_value(); }

std::string remedy_for(const Record& record, const Error& error) {
  const std::string refresh = tool_command("refresh", record.account, record.kept_for);
  const std::string login = tool_command("login", record.account, record.kept_for);
  // Nobody can sign in there.
  if (record.grant != GrantType::refresh_token) return "; when that is mended, run: " + refresh;
  if (error.kind == ErrorKind::refused) {
    return "; ask the mail domain's administrator, then run: " + refresh;
  }
  if (is_http_status(error.code)) {
    return "; if it is right, the server was out of order: run " + refresh +
           "; else correct the client or provider, then run: " + login;
  }
  if (error.kind == ErrorKind::bad_config) {
    return "; correct the client or provider, then run: " + login;
  }
  return "; a person must sign in: " + login;
}

std::string reason_of_pause(const Record& record) {
  const std::string due = "; the next one is asked for after " + format_utc(record.next_attempt_at);
  if (record.failures == 0) {
    return "the mail server refused the new token for " + shown(record.account) + " too" + due;
  }
  return "no new token for " + shown(record.account) + " after " + std::to_string(record.failures) +
         (record.failures == 1 ? " failed try" : " failed tries") + due;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    words.push_back(ascii_lower(text.substr(0, text.find(' '))));
    text.remove_prefix(words.back().size());
  }
  return words;
}

// Some servers' ends move on with each refresh, others' stand fast: those run since they were told.
void apply_refresh_expiry(Record& record, TimePoint end, TimePoint asked_at) {
  const bool stands_fast = record.refresh_expires_at &&
                           end - *record.refresh_expires_at <= clock_tolerance &&
                           *record.refresh_expires_at - end <= clock_tolerance;
  if (!stands_fast || record.refresh_expiry_told_at == TimePoint()) {
    const bool is_older = stands_fast && record.granted_at != TimePoint();
    record.refresh_expiry_told_at = is_older ? record.granted_at : asked_at;
  }
  record.refresh_expires_at = end;
}

bool opens_no_mailbox(const std::string& scope) {
  return scope == "offline_access" || scope == "openid" || scope == "email" || scope == "profile";
}

}  // namespace

bool is_fresh(const Record& record, seconds min_validity, TimePoint now) {
  if (record.access_token.empty() || is_from_the_future(record, now)) return false;
  const bool knows_life = record.issued_at != TimePoint() && record.expires_at > record.issued_at;
  const seconds need = knows_life
                           ? std::min(min_validity, (record.expires_at - record.issued_at) / 2)
                           : min_validity;
  return record.expires_at > now && record.expires_at - now >= std::max(need, seconds(1));
}

bool is_alive(const Record& record, TimePoint now) {
  return is_fresh(record, bounds::last_breath, now);
}

std::optional<Error> reason_to_wait(const Record& record, TimePoint now) {
  if (record.verdict && record.verdict->refresh_token.equals(record.refresh_token)) {
    return Error{record.verdict->kind, record.verdict->reason, seconds(0), record.verdict->code};
  }
  // A pause longer than any we make was written before the clock was set back.
  const seconds pause = record.next_attempt_at - now;
  if (pause > seconds(0) && pause <= bounds::max_retry_after + clock_tolerance) {
    return Error{ErrorKind::unavailable, reason_of_pause(record), pause};
  }
  return std::nullopt;
}

bool is_local(const Error& error) {
  const bool is_ours = error.kind == ErrorKind::bad_config && error.code.empty();
  return is_ours || error.kind == ErrorKind::no_access || error.kind == ErrorKind::internal;
}

NetworkSettings network_for(const Record& record, NetworkSettings below) {
  const auto prefer = [](std::string& into, const std::string& own) {
    if (!own.empty()) into = own;
  };
  prefer(below.proxy, record.network.proxy);
  prefer(below.ca_file, record.network.ca_file);
  prefer(below.ca_dir, record.network.ca_dir);
  return below;
}

std::string missing_scope(std::string_view asked, std::string_view granted) {
  const std::vector<std::string> given = words_of(granted);
  std::string missing;
  for (const std::string& scope : given.empty() ? given : words_of(asked)) {
    const bool is_given = std::find(given.begin(), given.end(), scope) != given.end();
    if (!is_given && !opens_no_mailbox(scope)) missing += (missing.empty() ? "" : " ") + scope;
  }
  return missing;
}

void apply_reply(Record& record, TokenReply reply, TimePoint asked_at) {
  const auto told = reply.refresh_token_expires_in;
  if (!told && !reply.refresh_token.empty()) {
    record.refresh_expires_at.reset();  // that of its forerunner
    record.refresh_expiry_told_at = TimePoint();
  }
  if (told) apply_refresh_expiry(record, asked_at + *told, asked_at);
  const bool is_new =
      !reply.refresh_token.empty() && !reply.refresh_token.equals(record.refresh_token);
  record.refresh_token_rotates = is_new && !record.refresh_token.empty();
  if (is_new) record.refresh_token = std::move(reply.refresh_token);
  if (!reply.problem.empty()) return;
  record.access_token = std::move(reply.access_token);
  record.issued_at = asked_at;
  record.renewed_at = asked_at;
  record.expires_at = asked_at + reply.expires_in;
  if (!reply.scope.empty()) record.client.scope = std::move(reply.scope);
  record.forced_refresh = record.was_refused;
  record.was_refused = false;
  record.failures = 0;
  record.next_attempt_at = TimePoint();
  record.verdict.reset();
}

void apply_failure(Record& record, const Error& error, TimePoint now, double jitter) {
  if (is_final(error.kind)) {
    const bool is_known = record.verdict && record.verdict->code == error.code &&
                          record.verdict->refresh_token.equals(record.refresh_token);
    const TimePoint notified_at = is_known ? record.verdict->notified_at : TimePoint();
    record.verdict = Verdict{error.kind,
                             error.code,
                             error.message + remedy_for(record, error),
                             now,
                             record.refresh_token.clone(),
                             error.subcode,
                             notified_at};
    return;
  }
  record.failures = std::min(record.failures + 1, 1000u);
  const seconds asked = std::min(error.retry_after, seconds(bounds::max_retry_after));
  record.next_attempt_at = now + (asked > seconds(0) ? asked : backoff(record.failures, jitter));
}

void apply_refusal(Record& record, TimePoint now) {
  const bool has_just_come =
      record.forced_refresh && now - record.issued_at < bounds::forced_refresh_pause;
  if (has_just_come) {
    record.next_attempt_at = record.issued_at + bounds::forced_refresh_pause;
  }
  record.expires_at = TimePoint();
  record.was_refused = true;
}

}  // namespace oauth
