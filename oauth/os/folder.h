// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_FOLDER_H
#define OAUTH_OS_FOLDER_H

#include <optional>
#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/os/file_descriptor.h"

/// Folders, by system calls: every descriptor is born O_CLOEXEC, every call survives EINTR, what is
/// checked is the open descriptor and not the path. All errors are no_access with a sentence from
/// `file_error`.
namespace oauth {

/// Whether the last part of a path may be a symbolic link (the parts before it always may).
enum class Symlinks { follow, refuse };

/// A folder held open: what is done in it is done in this one, whatever becomes of its path.
struct Folder {
  FileDescriptor descriptor;
  std::string path;  // for sentences
};

/// Returns the folder, or nothing if there is none (ENOENT, ENOTDIR on the way to it).
Result<std::optional<Folder>> open_folder(const std::string& path, Symlinks symlinks);
/// Returns the folder that `descriptor` stands for, opened anew so that fsync and flock work on it:
/// they do not on an O_PATH descriptor, such as one that was taken before a chroot.
Result<Folder> reopen_folder(int descriptor, std::string path);
/// Returns the names in it, sorted, without "." and "..".
Result<std::vector<std::string>> names_in(const Folder& folder);
/// Returns the path of what stands under `name` in the folder, for sentences. Errors: no_access if
/// it is no plain name of a file ('/', NUL, "..").
Result<std::string> path_in(const Folder& folder, const std::string& name);

/// Makes what was created, renamed and removed in it durable (fsync).
Result<void> sync_folder(const Folder& folder);

}  // namespace oauth

#endif
