// SPDX-License-Identifier: MIT
#include "tool/account_importer.h"

#include <memory>
#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "tool/signals_held.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::FileStore;
using oauth::Record;
using oauth::Result;
using oauth::SaveMode;
using oauth::shown;

Error stands_already(const std::string& account) {
  return {ErrorKind::no_access, "there is an account " + shown(account) +
                                    " already; give --replace to put this one in its place"};
}

// What was there before, if it was there: as a record, so that it can come back.
Result<std::optional<Record>> record_before(FileStore& store, const std::string& account,
                                            Standing standing) {
  const Result<bool> stands = store.holds(account);
  if (!stands) return stands.error();
  if (!*stands) return std::optional<Record>();
  if (standing == Standing::kept) return stands_already(account);
  Result<Record> record = store.load(account);
  if (!record) return record.error();
  return std::optional<Record>(std::move(*record));
}

void take_over(Record& record, const Record& before) {
  if (record.user.empty()) record.user = before.user;
  if (!record.min_validity) record.min_validity = before.min_validity;
}

std::string meaning_of(const Error& error) {
  if (error.code == "invalid_client" || error.code == "unauthorized_client") {
    return " (a refresh token is of use to the client alone that got it: its id and secret must be"
           " the old tool's; give them by --client)";
  }
  if (error.kind == ErrorKind::consent_needed) {
    return " (the old tool's token is dead, or another client got it)";
  }
  return {};
}

class Import {
 public:
  Import(FileStore& store, const oauth::Account& account) : store_(store), account_(account) {}

  Result<void> save(Record record, Standing standing) {
    const auto lease = store_.lock(account_.name, oauth::bounds::lock_timeout);
    if (!lease) return lease.error();
    auto before = record_before(store_, account_.name, standing);
    if (!before) return before.error();
    before_ = std::move(*before);
    if (before_) take_over(record, *before_);
    imported_ = record.refresh_token.clone();
    return store_.save(**lease, record, SaveMode::create);
  }

  // Returns whether the store is as before.
  Result<bool> undo() {
    const auto lease = store_.lock(account_.name, oauth::bounds::lock_timeout);
    if (!lease) return lease.error();
    const Result<Record> now = store_.load(account_.name);
    if (!now) return now.error();
    if (!now->refresh_token.equals(imported_)) return false;
    if (before_) {
      auto saved = store_.save(**lease, *before_, SaveMode::create);
      if (!saved) return saved.error();
      return true;
    }
    auto removed = store_.remove(**lease, account_.name);
    if (!removed) return removed.error();
    return true;
  }

 private:
  FileStore& store_;
  const oauth::Account& account_;
  std::optional<Record> before_;
  oauth::Secret imported_;
};

Error failure(Error error, const Result<bool>& undone) {
  error.message = "nothing was taken over: " + error.message + meaning_of(error);
  if (!undone) {
    error.message += "; the account could not be removed again: " + undone.error().message;
  } else if (!*undone) {
    error.message += "; but a new refresh token has come, so the account was kept";
  }
  return error;
}

}  // namespace

Result<oauth::AccessToken> import_account(FileStore& store, oauth::TokenSource source,
                                          const oauth::Account& account, Record record,
                                          Standing standing) {
  const SignalsHeld held;
  Import import(store, account);
  if (auto saved = import.save(std::move(record), standing); !saved) return saved.error();
  Result<oauth::AccessToken> token = source.refreshed(account);
  if (token) return token;
  return failure(token.error(), import.undo());
}

}  // namespace tool
