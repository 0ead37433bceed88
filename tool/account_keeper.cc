// SPDX-License-Identifier: MIT
#include "tool/account_keeper.h"

#include <memory>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/grant/client_copy.h"
#include "oauth/grant_life.h"
#include "oauth/refresh_policy.h"
#include "tool/signals_held.h"

namespace tool {
namespace {

using oauth::Record;
using oauth::Result;

void take_over(Record& record, Record before) {
  if (record.user.empty()) record.user = std::move(before.user);
  record.min_validity = before.min_validity;
  record.grant_lifetime = oauth::learned_lifetime(before, record);
  record.unknown = std::move(before.unknown);
}

Result<void> check_kept(oauth::TokenStore& store, const Record& record) {
  const Result<Record> kept = store.load(record.account);
  if (!kept) return kept.error();
  if (kept->refresh_token.equals(record.refresh_token) &&
      kept->access_token.equals(record.access_token)) {
    return {};
  }
  return oauth::Error{oauth::ErrorKind::internal,
                      "what was saved of " + record.account + " reads back differently"};
}

}  // namespace

Record make_record(const SignInPlan& plan, SignedIn signed_in) {
  Record record;
  record.account = std::move(signed_in.account);
  record.user = std::move(signed_in.user);
  record.provider = plan.provider.name;
  record.client = oauth::copy_of(plan.client);
  record.network.proxy = plan.provider.network.proxy.value_or("");
  record.network.ca_file = plan.provider.network.ca_file.value_or("");
  record.network.ca_dir = plan.provider.network.ca_dir.value_or("");
  record.granted_at = signed_in.at;
  record.dpop_key = std::move(signed_in.binding.key);
  record.dpop_nonce = std::move(signed_in.binding.nonce);
  oauth::apply_reply(record, std::move(signed_in.reply), signed_in.at);
  return record;
}

Result<KeptAccount> keep_account(oauth::TokenStore& store, Record record) {
  KeptAccount kept;
  kept.expires_at = record.expires_at;
  const auto lease = store.lock(record.account, oauth::bounds::lock_timeout);
  if (!lease) return lease.error();
  const Result<bool> stands = store.holds(record.account);
  if (!stands) return stands.error();
  if (*stands) {
    Result<Record> before = store.load(record.account);
    if (before) {
      take_over(record, std::move(*before));
    } else {
      kept.warnings.push_back("the older record was replaced, since it could not be read: " +
                              before.error().message);
    }
  }
  {
    const SignalsHeld held;
    auto saved = store.save(**lease, record, oauth::SaveMode::create);
    if (!saved) return saved.error();
  }
  if (auto checked = check_kept(store, record); !checked) return checked.error();
  return kept;
}

}  // namespace tool
