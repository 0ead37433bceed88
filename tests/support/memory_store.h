// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_MEMORY_STORE_H
#define TESTS_SUPPORT_MEMORY_STORE_H

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "oauth/port/token_store.h"

namespace oauth {

/// Records in memory, kept as the text of their files, with counters of what was done and ways to
/// have it fail.
class MemoryStore : public TokenStore {
 public:
  Result<bool> holds(const std::string& account) override;
  Result<Record> load(const std::string& account) override;
  Result<std::unique_ptr<StoreLease>> lock(const std::string& account,
                                           std::chrono::milliseconds patience) override;
  Result<void> prepare(StoreLease& lease) override;
  Result<void> save(StoreLease& lease, const Record& record, SaveMode mode) override;

  /// What another process does: no lock is taken and nothing counted.
  void put(const Record& record);
  void remove(const std::string& account) { files_.erase(account); }
  /// Returns the record as it stands; throws if it does not.
  Record get(const std::string& account) const;

  void fail_locks(Error error) { lock_failure_ = std::move(error); }
  void fail_saves(Error error) { save_failure_ = std::move(error); }
  /// Has `prepare` fail, and what is saved then as well.
  void fill_up(Error error) { prepare_failure_ = save_failure_ = std::move(error); }
  /// Has `hook` called in each `lock`, before it returns: what others do while we wait for it.
  void on_lock(std::function<void()> hook) { hook_ = std::move(hook); }
  /// Gives every record that is loaded this warning.
  void warn(std::string warning) { warning_ = std::move(warning); }

  int loads() const { return loads_; }
  int locks() const { return locks_; }
  int saves() const { return saves_; }
  /// How long the last `lock` would have waited.
  std::chrono::milliseconds patience() const { return patience_; }
  bool is_locked() const { return is_locked_; }

 private:
  std::map<std::string, std::string> files_;
  std::optional<Error> lock_failure_;
  std::optional<Error> prepare_failure_;
  std::optional<Error> save_failure_;
  std::function<void()> hook_;
  std::string warning_;
  std::chrono::milliseconds patience_{0};
  int loads_ = 0;
  int locks_ = 0;
  int saves_ = 0;
  bool is_locked_ = false;
};

}  // namespace oauth

#endif
