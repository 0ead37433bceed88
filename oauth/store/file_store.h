// SPDX-License-Identifier: MIT
#ifndef OAUTH_STORE_FILE_STORE_H
#define OAUTH_STORE_FILE_STORE_H

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "oauth/os/file.h"
#include "oauth/port/token_store.h"

namespace oauth {

/// Records as files in one folder: NAME.json, its lock NAME.lock, and NAME.new while one is being
/// written (RecordFile; always under the lock, so one fixed name does). The folder must belong to
/// its user and be writable by nobody else.
class FileStore : public TokenStore {
 public:
  /// `kept_for`: the service's user whose store it is (`--for USER`); empty: a person's own.
  explicit FileStore(std::string folder, std::string kept_for = {})
      : folder_(std::move(folder)), kept_for_(std::move(kept_for)) {}
  /// The same for a folder that is open already: one that its owner reaches by descriptor alone,
  /// because it lies in a folder that is closed to him (STATEDIR/jail).
  explicit FileStore(Folder folder, std::string kept_for = {})
      : folder_(std::move(folder.path)),
        kept_for_(std::move(kept_for)),
        held_(std::move(folder.descriptor)) {}

  Result<bool> holds(const std::string& account) override;
  Result<Record> load(const std::string& account) override;
  Result<std::unique_ptr<StoreLease>> lock(const std::string& account,
                                           std::chrono::milliseconds patience) override;
  Result<void> prepare(StoreLease& lease) override;
  Result<void> save(StoreLease& lease, const Record& record, SaveMode mode) override;

  /// Returns the names of all accounts, sorted; none if there is no such folder. Errors: no_access.
  Result<std::vector<std::string>> accounts();
  /// Makes a record for a user of the pattern account (store/derived_record.h) if none stands: his
  /// first login. Errors: no_access (a name that the pattern cannot serve, or
  /// bounds::max_derived_accounts stand already), those of lock and save.
  Result<void> derive(const std::string& pattern, const std::string& user);
  /// Removes a record. Returns whether there was one. Errors: no_access.
  Result<bool> remove(const StoreLease& lease, const std::string& account);
  /// Returns the path of an account's record, for people. Errors: no_access.
  Result<std::string> path_of(const std::string& account) const;

  const std::string& folder() const noexcept { return folder_; }

 private:
  Result<Record> completed(Record record);
  /// Returns the folder, opened and found trustworthy. Errors: no_access.
  Result<Folder> open() const;
  /// Returns the folder, opened; nothing if there is none. Errors: no_access.
  Result<std::optional<Folder>> reach() const;

  std::string folder_;
  std::string kept_for_;
  FileDescriptor held_;
};

}  // namespace oauth

#endif
