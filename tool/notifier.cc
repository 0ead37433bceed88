// SPDX-License-Identifier: MIT
#include "tool/notifier.h"

#include <memory>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "tool/provider_limits.h"
#include "tool/signals_held.h"

namespace tool {
namespace {

using oauth::Notice;
using oauth::NoticeKind;
using oauth::Result;

const char* key_of(NoticeKind kind) {
  return kind == NoticeKind::needs_person ? "on_needs_person" : "on_error";
}

}  // namespace

const std::string& Notifier::hook_for(const Notice& notice) const {
  return notice.kind == NoticeKind::needs_person ? hooks_.on_needs_person : hooks_.on_error;
}

std::optional<Notice> Notifier::wanted(const oauth::Record& record) const {
  std::optional<Notice> notice =
      oauth::notice_on(record, limits_of(world_, record.provider), world_.clock().now());
  if (notice && hook_for(*notice).empty()) return std::nullopt;
  return notice;
}

void Notifier::notify(const StoredAccount& account) {
  const auto configuration = world_.configuration();
  if (!configuration) return;
  hooks_ = oauth::hooks_for(**configuration, account.name);
  if (hooks_.on_needs_person.empty() && hooks_.on_error.empty()) return;
  const Result<std::optional<Notice>> notice = claim(account);
  if (!notice) {
    terminal_.warn("the owner of " + account.name +
                   " was not told, since that could not be noted: " + notice.error().message);
  } else if (*notice) {
    tell(account, **notice);
  }
}

// Whoever holds the lock may be telling it; the next run looks again.
Result<std::optional<Notice>> Notifier::claim(const StoredAccount& account) {
  const Result<ActingAs> acting = world_.act_as_owner();
  if (!acting) return acting.error();
  oauth::FileStore& store = *account.store;
  const Result<oauth::Record> before = store.load(account.name);
  if (!before || !wanted(*before)) return std::optional<Notice>();
  const auto lease = store.lock(account.name, oauth::bounds::milliseconds(0));
  if (!lease && lease.error().kind == oauth::ErrorKind::unavailable) return std::optional<Notice>();
  if (!lease) return lease.error();
  Result<oauth::Record> record = store.load(account.name);
  if (!record) return std::optional<Notice>();
  std::optional<Notice> notice = wanted(*record);
  if (!notice) return notice;
  account_ = oauth::printable(record->account, oauth::bounds::max_user_bytes);
  provider_ = record->provider;
  oauth::note_try(*record, world_.clock().now());
  const SignalsHeld held;
  auto saved = store.save(**lease, *record, oauth::SaveMode::replace);
  if (!saved) return saved.error();
  return notice;
}

void Notifier::tell(const StoredAccount& account, const Notice& notice) {
  terminal_.detail(account_ + ": running " + key_of(notice.kind));
  const Result<void> told =
      world_.process().run(hook_for(notice), facts_of(notice), oauth::bounds::hook_timeout);
  const Result<void> settled = told ? settle(account, notice.kind) : told;
  if (settled) return;
  terminal_.warn("the command of " + std::string(key_of(notice.kind)) + " for " + account_ + " " +
                 (told ? "ran, but that could not be noted: " + settled.error().message
                       : told.error().message));
}

Result<void> Notifier::settle(const StoredAccount& account, NoticeKind kind) {
  const Result<ActingAs> acting = world_.act_as_owner();
  if (!acting) return acting.error();
  const auto lease = account.store->lock(account.name, oauth::bounds::lock_timeout);
  if (!lease) return lease.error();
  Result<oauth::Record> record = account.store->load(account.name);
  if (!record) return record.error();
  oauth::note_told(*record, kind, world_.clock().now());
  const SignalsHeld held;
  return account.store->save(**lease, *record, oauth::SaveMode::replace);
}

oauth::Variables Notifier::facts_of(const Notice& notice) const {
  const std::string user = world_.user();
  const bool is_ours = !world_.owner();
  const std::string remedy =
      is_ours || notice.remedy.empty() ? notice.remedy : notice.remedy + " --for " + user;
  return {{"SASL_OAUTH_ACCOUNT", account_},
          {"SASL_OAUTH_PROVIDER", provider_},
          {"SASL_OAUTH_STATE", notice.state},
          {"SASL_OAUTH_CODE", notice.code},
          {"SASL_OAUTH_REASON", notice.reason},
          {"SASL_OAUTH_REMEDY", remedy},
          {"SASL_OAUTH_USER", user}};
}

}  // namespace tool
