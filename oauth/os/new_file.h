// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_NEW_FILE_H
#define OAUTH_OS_NEW_FILE_H

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "oauth/base/result.h"
#include "oauth/os/file_descriptor.h"
#include "oauth/os/file_rights.h"
#include "oauth/os/folder.h"

/// Files made, replaced and removed durably: after a crash at any instant the old or the new one
/// stands, whole. All errors are no_access with a sentence from `file_error`.
namespace oauth {

/// A file that is not in its place yet. It stands under a name of its own, and goes with this
/// object unless it was put in place or kept. What a killed process leaves of it, the next one that
/// comes has to look at.
class NewFile {
 public:
  /// Makes the file, 0600, where nothing may stand, and takes room for `room` bytes on the disk, as
  /// far as the file system can: what is written into that later is not refused for want of space.
  /// `folder` must outlive it.
  static Result<NewFile> make(const Folder& folder, std::string name, std::size_t room);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  /// Writes `bytes` as all that is in it, gives it to whom `rights` says, and makes that durable
  /// (fsync). Nobody but us can open it before it is whole.
  Result<void> fill(const FileRights& rights, std::string_view bytes);
  /// Renames it to `name`, replacing what stands there, and makes that durable (fsync of the
  /// folder). After an error of that fsync it is in place all the same.
  Result<void> put_in_place(const std::string& name);
  /// Leaves it under its own name.
  void keep() noexcept { folder_ = nullptr; }

 private:
  NewFile(const Folder& folder, std::string name, std::string path, FileDescriptor file)
      : folder_(&folder), name_(std::move(name)), path_(std::move(path)), file_(std::move(file)) {}

  const Folder* folder_;  // NULL: no longer ours to remove
  std::string name_;
  std::string path_;  // for sentences
  FileDescriptor file_;
};

/// Makes a file that did not exist, with just this mode whatever the umask is, writes `bytes` and
/// makes them durable (fsync). After an error the file is gone again.
Result<void> write_new_file(const Folder& folder, const std::string& name, mode_t mode,
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

}  // namespace oauth

#endif
