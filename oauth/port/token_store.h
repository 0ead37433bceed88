// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_TOKEN_STORE_H
#define OAUTH_PORT_TOKEN_STORE_H

#include <chrono>
#include <memory>
#include <string>

#include "oauth/base/result.h"
#include "oauth/port/record.h"

namespace oauth {

/// Proof that its holder alone may write an account, over all processes; let go by destruction.
class StoreLease {
 public:
  virtual ~StoreLease() = default;
};

/// What to do when no record stands: a refresher must not bring a removed account back to life.
enum class SaveMode { replace, create };

/// Keeps records. Loading takes no lock; saving is impossible without one.
class TokenStore {
 public:
  virtual ~TokenStore() = default;

  /// Returns whether a record stands under this name. Errors: no_access.
  virtual Result<bool> holds(const std::string& account) = 0;

  /// Returns the record as last saved, whole. Errors: no_access (missing, unreadable, readable by
  /// others), bad_config (not a record: the sentence says where).
  virtual Result<Record> load(const std::string& account) = 0;

  /// Waits for the account's lock, at most `patience`.
  /// Errors: unavailable (still held), no_access (cannot lock here).
  virtual Result<std::unique_ptr<StoreLease>> lock(const std::string& account,
                                                   std::chrono::milliseconds patience) = 0;

  /// Makes sure, as far as that can be known before, that the record can be saved: takes room on the
  /// disk and the right to it, which the next `save` uses. Harmless to repeat, or to leave at that.
  /// Errors: no_access, with what would keep `save` from it.
  virtual Result<void> prepare(StoreLease& lease) = 0;

  /// Replaces the record as a whole and makes it durable before it returns: after a crash at any
  /// instant the old one or the new one stands. Errors: no_access (with `replace`: also when no
  /// record stands any more).
  virtual Result<void> save(StoreLease& lease, const Record& record, SaveMode mode) = 0;
};

}  // namespace oauth

#endif
