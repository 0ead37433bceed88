// SPDX-License-Identifier: MIT
#include "oauth/token_source.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/dpop_http.h"
#include "oauth/refresh_policy.h"

namespace oauth {
namespace {

seconds need_of(const Account& account, const Record& record) {
  return record.min_validity.value_or(account.min_validity);
}

AccessToken token_of(const Record& record, std::vector<std::string> warnings = {}) {
  if (!record.warning.empty()) warnings.insert(warnings.begin(), record.warning);
  return AccessToken{record.access_token.clone(), record.user, record.expires_at,
                     std::move(warnings)};
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

Error unusable(const TokenReply& reply) {
  return Error{ErrorKind::bad_reply, "the token server's reply " + reply.problem +
                                         "; check the account's token_endpoint and scope"};
}

std::vector<std::string> remarks_on(const TokenReply& reply, const Record& before) {
  std::vector<std::string> remarks;
  if (!reply.remark.empty()) remarks.push_back("the token server's reply " + reply.remark);
  const std::string missing = missing_scope(before.client.scope, reply.scope);
  if (!missing.empty()) {
    remarks.push_back("the server granted less than was asked for, without " +
                      printable(missing, bounds::max_quoted_bytes) +
                      "; to grant it all, run: sasl-oauth login " +
                      printable(before.account, bounds::max_quoted_bytes));
  }
  return remarks;
}

std::string not_saved(const Error& error) {
  return "the new token could not be saved, and the next login may fail: " + error.message;
}

}  // namespace

Result<AccessToken> TokenSource::current(const Account& account) {
  return get(account, Wanted::fresh);
}

Result<AccessToken> TokenSource::refreshed(const Account& account) {
  return get(account, Wanted::newer);
}

std::optional<Error> TokenSource::reason_against(const Record& record, Wanted wanted,
                                                 TimePoint now) {
  std::optional<Error> reason = reason_to_wait(record, now);
  const bool may_be_mended =
      reason && (reason->kind == ErrorKind::bad_config || reason->kind == ErrorKind::refused);
  if (wanted == Wanted::newer && may_be_mended) return std::nullopt;
  return reason;
}

// A failed refresh is no reason to fail a login that the old token can still carry.
Result<AccessToken> TokenSource::old_token_or(const Record& record, Error error, Wanted wanted) {
  if (wanted == Wanted::newer || !is_alive(record, clock_.now())) return error;
  return token_of(record, {std::move(error.message)});
}

Result<AccessToken> TokenSource::get(const Account& account, Wanted wanted) {
  Result<Record> record = store_.load(account.name);
  if (!record) return record.error();
  const TimePoint now = clock_.now();
  if (wanted == Wanted::fresh && is_fresh(*record, need_of(account, *record), now)) {
    return token_of(*record);
  }
  if (auto reason = reason_against(*record, wanted, now)) {
    return old_token_or(*record, std::move(*reason), wanted);
  }
  return refresh(account, std::move(*record), wanted);
}

Result<AccessToken> TokenSource::refresh(const Account& account, Record before, Wanted wanted) {
  Result<std::unique_ptr<StoreLease>> lease = store_.lock(account.name, bounds::lock_timeout);
  if (!lease) return old_token_or(before, lease.error(), wanted);
  Result<Record> record = store_.load(account.name);
  if (!record) return record.error();
  const TimePoint now = clock_.now();
  // Whoever held the lock before us has most likely done the work.
  const bool is_another = !record->access_token.equals(before.access_token);
  if ((wanted == Wanted::fresh || is_another) &&
      is_fresh(*record, need_of(account, *record), now)) {
    return token_of(*record);
  }
  if (auto reason = reason_against(*record, wanted, now)) {
    return old_token_or(*record, std::move(*reason), wanted);
  }
  return ask(Attempt{account, **lease, wanted}, std::move(*record));
}

Result<AccessToken> TokenSource::ask(const Attempt& attempt, Record record) {
  const Account& account = attempt.account;
  const TimePoint asked_at = clock_.now();
  Result<TokenReply> reply = obtain(account, record, asked_at);
  if (reply) return keep(attempt, std::move(record), std::move(*reply), asked_at);
  if (reply.error().kind == ErrorKind::consent_needed) {
    // Somebody who takes no lock of ours may have rotated the token meanwhile: then his is the one.
    Result<Record> now_stored = store_.load(account.name);
    if (now_stored && !now_stored->refresh_token.equals(record.refresh_token)) {
      record = std::move(*now_stored);
      if (is_fresh(record, need_of(account, record), clock_.now())) return token_of(record);
      reply = obtain(account, record, asked_at);
      if (reply) return keep(attempt, std::move(record), std::move(*reply), asked_at);
    }
  }
  return fail(attempt, std::move(record), reply.error());
}

Result<TokenReply> TokenSource::obtain(const Account& account, Record& record, TimePoint now) {
  if (auto checked = grant_.check(record); !checked) return checked.error();
  Result<std::unique_ptr<HttpClient>> http = network_.http(settings_of(account, record));
  if (!http) return http.error();
  if (record.dpop_key.empty()) return grant_.obtain(record, **http, now);
  DpopHttp bound(**http, network_, random_, {record.dpop_key, record.dpop_nonce, {}}, now);
  Result<TokenReply> reply = grant_.obtain(record, bound, now);
  record.dpop_nonce = bound.nonce();
  return reply;
}

Result<AccessToken> TokenSource::keep(const Attempt& attempt, Record record, TokenReply reply,
                                      TimePoint asked_at) {
  if (!reply.problem.empty()) {
    Error error = unusable(reply);
    apply_reply(record, std::move(reply), asked_at);  // for a refresh token that came along
    return fail(attempt, std::move(record), std::move(error));
  }
  std::vector<std::string> warnings = remarks_on(reply, record);
  apply_reply(record, std::move(reply), asked_at);
  const Result<void> saved = store_.save(attempt.lease, record, SaveMode::replace);
  if (!saved) warnings.push_back(not_saved(saved.error()));
  return token_of(record, std::move(warnings));
}

Result<AccessToken> TokenSource::fail(const Attempt& attempt, Record record, Error error) {
  if (is_local(error)) return old_token_or(record, std::move(error), attempt.wanted);
  apply_failure(record, error, clock_.now(), jitter());
  const bool is_verdict = record.verdict && record.verdict->kind == error.kind;
  if (is_verdict) error.message = record.verdict->reason;
  // If this cannot be saved, the next login asks once more: no harm but the request.
  if (auto saved = store_.save(attempt.lease, record, SaveMode::replace); !saved) {
    error.message += " (and this could not be noted: " + saved.error().message + ")";
  }
  return old_token_or(record, std::move(error), attempt.wanted);
}

Result<void> TokenSource::note_refusal(const Account& account, const Secret& token) {
  Result<std::unique_ptr<StoreLease>> lease =
      store_.lock(account.name, bounds::refusal_lock_timeout);
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
