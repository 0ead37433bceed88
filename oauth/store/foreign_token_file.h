// SPDX-License-Identifier: MIT
#ifndef OAUTH_STORE_FOREIGN_TOKEN_FILE_H
#define OAUTH_STORE_FOREIGN_TOKEN_FILE_H

#include <chrono>
#include <string>
#include <utility>

#include "oauth/os/file.h"
#include "oauth/port/file_reader.h"
#include "oauth/port/token_store.h"

namespace oauth {

/// One file that a "password" names, as a store with one account: a record of ours, a token file of
/// sasl-xoauth2, or one line with an access token. The account's name plays no part in it.
///
/// It is rewritten in its own format, beside itself, with its owner and mode kept, but that what
/// others may read is closed to them. A symbolic link is followed, and stands afterwards. The lock
/// is PATH.lock, or the folder where that cannot be made.
class ForeignTokenFile : public TokenStore {
 public:
  /// `defaults_path` is sasl-xoauth2's own configuration; it may be missing. It alone is read by
  /// `files`, which is borrowed.
  ForeignTokenFile(std::string path, std::string defaults_path, FileReader& files)
      : path_(std::move(path)), defaults_path_(std::move(defaults_path)), files_(files) {}

  Result<bool> holds(const std::string& account) override;
  Result<Record> load(const std::string& account) override;
  Result<std::unique_ptr<StoreLease>> lock(const std::string& account,
                                           std::chrono::milliseconds patience) override;
  Result<void> prepare(StoreLease& lease) override;
  Result<void> save(StoreLease& lease, const Record& record, SaveMode mode) override;

 private:
  Result<Record> parse(std::string_view text);

  std::string path_;
  std::string defaults_path_;
  FileReader& files_;
};

}  // namespace oauth

#endif
