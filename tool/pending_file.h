// SPDX-License-Identifier: MIT
#ifndef TOOL_PENDING_FILE_H
#define TOOL_PENDING_FILE_H

#include <optional>
#include <string>
#include <utility>

#include "oauth/base/result.h"
#include "oauth/login/pending_sign_in.h"
#include "oauth/os/file.h"
#include "oauth/os/file_descriptor.h"

namespace tool {

/// The file of an account's sign-in that was begun, NAME.sign-in beside its record: 0600, and for
/// nobody else an account.
class PendingFile {
 public:
  /// `folder` is the store's. Errors: those of record_name.
  static oauth::Result<PendingFile> of(std::string folder, const std::string& account);
  /// The same for a folder that is open already: one that its owner reaches by descriptor alone.
  static oauth::Result<PendingFile> of(oauth::Folder folder, const std::string& account);

  /// Writes it, durably and in the place of an older one, which can be finished no more.
  /// Errors: no_access.
  oauth::Result<void> save(const oauth::PendingSignIn& pending) const;

  /// Returns what is in it; nothing if there is none. Errors: no_access (readable by others, of
  /// another user, malformed: the sentence says what to do).
  oauth::Result<std::optional<oauth::PendingSignIn>> load() const;

  /// Removes it. Returns whether it was there: of several who finish, one may. Errors: no_access.
  oauth::Result<bool> remove() const;

 private:
  PendingFile(std::string folder, oauth::FileDescriptor held, std::string name)
      : folder_(std::move(folder)), held_(std::move(held)), name_(std::move(name)) {}

  /// Returns the folder, opened; nothing if there is none. Errors: no_access.
  oauth::Result<std::optional<oauth::Folder>> reach() const;

  std::string folder_;
  oauth::FileDescriptor held_;  // none: the folder is opened by its path
  std::string name_;
};

}  // namespace tool

#endif
