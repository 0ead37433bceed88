// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_FILE_LOCK_H
#define OAUTH_OS_FILE_LOCK_H

#include <sys/types.h>

#include <chrono>
#include <string>

#include "oauth/base/result.h"
#include "oauth/os/file.h"
#include "oauth/os/file_descriptor.h"

namespace oauth {

/// A file to lock by, and whose it becomes if root has to make it: he must be able to lock it too.
struct LockFile {
  std::string name;
  uid_t owner;
};

/// An flock(2) that is held until this goes. It belongs to the open file, so it also holds between
/// threads, and the kernel lets it go when its process dies. The file itself is never removed: who
/// removed it would split those who wait from those who come.
class FileLock {
 public:
  /// Waits for the lock on `file` in `folder`, at most `patience`, by asking again and again (an
  /// flock that blocks could only be ended by a signal, and signals are the host's). The file is
  /// made, 0600, where it is missing.
  /// Errors: unavailable (held by another all the time), no_access (cannot be made, opened or
  /// locked; the sentence says why).
  static Result<FileLock> wait(const Folder& folder, const LockFile& file,
                               std::chrono::milliseconds patience);

  /// The same on the folder itself, for where no file can be made in it.
  static Result<FileLock> wait(const Folder& folder, std::chrono::milliseconds patience);

 private:
  explicit FileLock(FileDescriptor held) : held_(std::move(held)) {}
  static Result<FileLock> acquire(FileDescriptor file, const std::string& path,
                                  std::chrono::milliseconds patience);
  FileDescriptor held_;
};

}  // namespace oauth

#endif
