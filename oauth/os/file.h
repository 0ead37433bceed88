// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_FILE_H
#define OAUTH_OS_FILE_H

#include <sys/stat.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/os/file_descriptor.h"
#include "oauth/os/file_rights.h"
#include "oauth/port/file_reader.h"

/// Files, by system calls: every descriptor is born O_CLOEXEC, every call survives EINTR, what is
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

/// A regular file opened for reading, and what fstat said of it then.
struct OpenFile {
  FileDescriptor descriptor;
  struct stat status;
  std::string path;  // for sentences

  /// Returns whether anybody but its owner may read it. (An ACL shows in the group's bits.)
  bool others_can_read() const noexcept { return (status.st_mode & (S_IRGRP | S_IROTH)) != 0; }
};

/// Returns the file, or nothing if there is none. Anything but a regular file is refused, and a
/// FIFO is not waited for. In the form with a folder, `name` must be a plain name: no '/'.
Result<std::optional<OpenFile>> open_file(const std::string& path, Symlinks symlinks);
Result<std::optional<OpenFile>> open_file(const Folder& folder, const std::string& name,
                                          Symlinks symlinks);

/// Returns all of the file, from its start; a file longer than `max_bytes` is an error.
Result<Secret> read_whole(const OpenFile& file, std::size_t max_bytes);

/// Makes a file that did not exist, with just this mode whatever the umask is, writes `bytes` and
/// makes them durable (fsync). After an error the file is gone again.
Result<void> write_new_file(const Folder& folder, const std::string& name, mode_t mode,
                            std::string_view bytes);
/// The same with the owner of a former file; nobody but us can open it before it is whole.
Result<void> write_new_file(const Folder& folder, const std::string& name, const FileRights& rights,
                            std::string_view bytes);

/// Renames within the folder, replacing `to`, and makes that durable (fsync of the folder).
/// After an error of the rename itself `from` still stands (the caller's to remove); after one of
/// the fsync, `to` does.
Result<void> rename_durably(const Folder& folder, const std::string& from, const std::string& to);

/// Replaces `name`, or makes it: writes `fresh` whole beside it, as write_new_file, and renames it
/// over. After an error `fresh` is gone again; `name` is the old one, or, after one of the fsync of
/// the folder, the new one.
Result<void> replace_durably(const Folder& folder, const std::string& name,
                             const std::string& fresh, const FileRights& rights,
                             std::string_view bytes);

/// Removes a file and makes that durable. Returns whether there was one.
Result<bool> remove_durably(const Folder& folder, const std::string& name);

/// The real FileReader.
class SystemFileReader : public FileReader {
 public:
  Result<std::optional<FileContent>> read(const std::string& path, std::size_t max_bytes) override;
  Result<std::vector<std::string>> names_in(const std::string& folder) override;
};

}  // namespace oauth

#endif
