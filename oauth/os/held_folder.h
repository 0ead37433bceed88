// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_HELD_FOLDER_H
#define OAUTH_OS_HELD_FOLDER_H

#include <sys/types.h>

#include <optional>
#include <string>

#include "oauth/base/result.h"
#include "oauth/os/file.h"
#include "oauth/os/file_descriptor.h"

namespace oauth {

/// A folder outside of a jail that a program goes on using from inside, by a descriptor that it
/// took before.
///
/// The descriptor must not undo the jail: `openat(fd, "../..")` leads through the folder's parent,
/// so that one has to be closed to whoever is in the jail. It is O_PATH, which gives no right that
/// its holder has not got by himself, and closed at exec.
class HeldFolder {
 public:
  /// Takes it, in the name of who is to be jailed (as root). Returns nothing if there is none.
  /// Errors: no_access (`path` is not absolute, or is a link; its parent is somebody else's than
  /// ours, or others may enter it).
  static Result<std::optional<HeldFolder>> take(const std::string& path);

  /// Opens it anew, with the rights of whoever calls. Errors: no_access, also where the program
  /// has closed the descriptor meanwhile; its number may be another file's by then.
  Result<Folder> reopen() const;

  const std::string& path() const noexcept { return path_; }

 private:
  HeldFolder(FileDescriptor descriptor, const struct stat& status, std::string path);

  bool is_behind(const FileDescriptor& descriptor) const;
  Error closed() const;

  FileDescriptor descriptor_;
  dev_t device_;
  ino_t inode_;
  std::string path_;
};

}  // namespace oauth

#endif
