// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_FILE_RIGHTS_H
#define OAUTH_OS_FILE_RIGHTS_H

#include <sys/stat.h>

namespace oauth {

/// Whose a new file is to be, and who may use it.
struct FileRights {
  mode_t mode = 0600;
  /// Of the file that it will replace: the new one gets its owner and group, as far as we may give
  /// them (only root can give a file to another owner; else it is ours from now on). NULL: ours.
  const struct stat* former = nullptr;
  /// A descriptor of the file whose access list (POSIX ACL) to copy, and, as far as that is
  /// allowed, its SELinux label and what its users noted on it ("user.*" attributes); -1: none.
  int access_list_of = -1;
};

/// Gives them to an open file of ours that nobody else may use yet. By descriptor: in a folder of
/// somebody else's, a name may stand for another file by now, and root would give that away.
/// A group that cannot be kept, or whose share the list does not limit any more, gets no right.
/// Returns whether the mode could be set; errno says why not.
bool give_rights(int file, const FileRights& rights) noexcept;

}  // namespace oauth

#endif
