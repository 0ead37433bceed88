// SPDX-License-Identifier: MIT
#include "oauth/token_source.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/refresh_policy.h"

namespace oauth {
namespace {

Result<HttpResponse> send(Network& network, const Refresh& refresh) {
  Result<std::unique_ptr<HttpClient>> http = network.http(refresh.settings());
  if (!http) return http.error();
  return (*http)->send(refresh.request());
}

// A login whose token still lives does not need the new one.
seconds patience(const Record& record, Wanted wanted, TimePoint now) {
  const bool can_do_without =
      wanted == Wanted::fresh &&
      is_fresh(record, bounds::last_breath + bounds::live_lock_timeout, now);
  return can_do_without ? bounds::live_lock_timeout : bounds::lock_timeout;
}

}  // namespace

Result<AccessToken> TokenSource::current(const Account& account) {
  return get(account, Wanted::fresh);
}

Result<AccessToken> TokenSource::refreshed(const Account& account) {
  return get(account, Wanted::newer);
}

Result<AccessToken> TokenSource::get(const Account& account, Wanted wanted) {
  Result<Record> record = ports_.store.load(account.name);
  if (!record) return record.error();
  const TimePoint now = ports_.clock.now();
  if (wanted == Wanted::fresh && is_fresh(*record, need_of(account, *record), now)) {
    return token_of(*record);
  }
  if (auto reason = reason_against(*record, wanted, now)) {
    return old_token_or(*record, std::move(*reason), wanted, now);
  }
  Refresh refresh(ports_, account, wanted);
  const seconds time = patience(*record, wanted, now);
  auto end = refresh.begin(std::move(*record), time);
  while (!end) end = refresh.take(send(ports_.network, refresh));
  return std::move(*end);
}

Result<void> TokenSource::note_refusal(const Account& account, const Secret& token) {
  Result<std::unique_ptr<StoreLease>> lease =
      ports_.store.lock(account.name, bounds::refusal_lock_timeout);
  if (!lease) return lease.error();
  Result<Record> record = ports_.store.load(account.name);
  if (!record) return record.error();
  if (!record->access_token.equals(token) || record->was_refused) return {};
  apply_refusal(*record, ports_.clock.now());
  return ports_.store.save(**lease, *record, SaveMode::replace);
}

}  // namespace oauth
