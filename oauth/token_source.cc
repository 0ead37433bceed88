// SPDX-License-Identifier: MIT
#include "oauth/token_source.h"

#include <utility>

#include "oauth/refresh_policy.h"

namespace oauth {
namespace {

seconds need_of(const Account& account, const Record& record) {
  return record.min_validity.value_or(account.min_validity);
}

AccessToken token_of(const Record& record, std::string warning = {}) {
  AccessToken token{record.access_token.clone(), record.user, record.expires_at, {}};
  if (!record.warning.empty()) token.warnings.push_back(record.warning);
  if (!warning.empty()) token.warnings.push_back(std::move(warning));
  return token;
}

// A failed refresh is no reason to fail a login that the old token can still carry.
Result<AccessToken> old_token_or(const Record& record, Error error, TimePoint now) {
  if (is_alive(record, now)) return token_of(record, std::move(error.message));
  return error;
}

NetworkSettings settings_of(const Account& account, const Record& record) {
  NetworkSettings settings = account.network;
  const auto prefer = [](std::string& into, const std::string& own) {
    if (!own.empty()) into = own;
  };
  prefer(settings.proxy, record.network.proxy);
  prefer(settings.ca_file, record.network.ca_file);
  prefer(settings.ca_dir, record.network.ca_dir);
  return settings;
}

Error not_saved(const Error& error) {
  return Error{error.kind, "the new token could not be saved, and the next login may fail: " +
                               error.message};
}

}  // namespace

Result<AccessToken> TokenSource::current(const Account& account) {
  return get(account, Wanted::fresh);
}

Result<AccessToken> TokenSource::refreshed(const Account& account) {
  return get(account, Wanted::newer);
}

Result<AccessToken> TokenSource::get(const Account& account, Wanted wanted) {
  Result<Record> record = store_.load(account.name);
  if (!record) return record.error();
  const TimePoint now = clock_.now();
  if (wanted == Wanted::fresh && is_fresh(*record, need_of(account, *record), now)) {
    return token_of(*record);
  }
  if (auto wait = reason_to_wait(*record, now)) {
    const bool may_insist = wanted == Wanted::newer && wait->kind != ErrorKind::consent_needed;
    if (!may_insist) return old_token_or(*record, std::move(*wait), now);
  }
  return refresh(account, std::move(*record), wanted);
}

Result<AccessToken> TokenSource::refresh(const Account& account, Record before, Wanted wanted) {
  Result<std::unique_ptr<StoreLease>> lease = store_.lock(account.name);
  if (!lease) return old_token_or(before, lease.error(), clock_.now());
  Result<Record> record = store_.load(account.name);
  if (!record) return record.error();
  const TimePoint now = clock_.now();
  // Whoever held the lock before us has most likely done the work.
  const bool is_another = !record->access_token.equals(before.access_token);
  if ((wanted == Wanted::fresh || is_another) &&
      is_fresh(*record, need_of(account, *record), now)) {
    return token_of(*record);
  }
  if (wanted == Wanted::fresh) {
    if (auto wait = reason_to_wait(*record, now)) {
      return old_token_or(*record, std::move(*wait), now);
    }
  }
  return ask(account, **lease, std::move(*record));
}

Result<AccessToken> TokenSource::ask(const Account& account, const StoreLease& lease,
                                     Record record) {
  const TimePoint asked_at = clock_.now();
  Result<TokenReply> reply = obtain(account, record, asked_at);
  if (reply) return keep(account, lease, std::move(record), std::move(*reply), asked_at);
  if (reply.error().kind == ErrorKind::consent_needed) {
    // Somebody who takes no lock of ours may have rotated the token meanwhile: then his is the one.
    Result<Record> now_stored = store_.load(account.name);
    if (now_stored && !now_stored->refresh_token.equals(record.refresh_token)) {
      record = std::move(*now_stored);
      if (is_fresh(record, need_of(account, record), clock_.now())) return token_of(record);
      reply = obtain(account, record, asked_at);
      if (reply) return keep(account, lease, std::move(record), std::move(*reply), asked_at);
    }
  }
  return fail(account, lease, std::move(record), reply.error());
}

Result<TokenReply> TokenSource::obtain(const Account& account, const Record& record,
                                       TimePoint now) {
  Result<std::unique_ptr<HttpClient>> http = network_.http(settings_of(account, record));
  if (!http) return http.error();
  return grant_.obtain(record, **http, now);
}

Result<AccessToken> TokenSource::keep(const Account&, const StoreLease& lease, Record record,
                                      TokenReply reply, TimePoint asked_at) {
  const std::string problem = reply.problem;
  apply_reply(record, std::move(reply), asked_at);
  const Error bad_reply{ErrorKind::bad_reply, "the token server's reply " + problem};
  if (!problem.empty()) apply_failure(record, bad_reply, asked_at, jitter());
  const Result<void> saved = store_.save(lease, record, SaveMode::replace);
  if (!problem.empty()) return old_token_or(record, bad_reply, clock_.now());
  return token_of(record, saved ? std::string() : not_saved(saved.error()).message);
}

Result<AccessToken> TokenSource::fail(const Account&, const StoreLease& lease, Record record,
                                      Error error) {
  const TimePoint now = clock_.now();
  apply_failure(record, error, now, jitter());
  if (record.verdict) error.message = record.verdict->reason;
  // If this cannot be saved, the next login asks once more: no harm but the request.
  if (auto saved = store_.save(lease, record, SaveMode::replace); !saved) {
    error.message += " (and this could not be noted: " + saved.error().message + ")";
  }
  return old_token_or(record, std::move(error), now);
}

Result<void> TokenSource::note_refusal(const Account& account, const Secret& token) {
  Result<std::unique_ptr<StoreLease>> lease = store_.lock(account.name);
  if (!lease) return lease.error();
  Result<Record> record = store_.load(account.name);
  if (!record) return record.error();
  if (!record->access_token.equals(token) || record->was_refused) return {};
  apply_refusal(*record, clock_.now());
  return store_.save(**lease, *record, SaveMode::replace);
}

double TokenSource::jitter() {
  unsigned char bytes[2] = {};
  if (!random_.fill(bytes, sizeof bytes)) return 1.0;
  return (bytes[0] * 256 + bytes[1]) / 65535.0;
}

}  // namespace oauth
