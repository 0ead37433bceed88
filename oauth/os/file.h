// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_FILE_H
#define OAUTH_OS_FILE_H

#include <sys/stat.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/os/file_descriptor.h"
#include "oauth/os/folder.h"
#include "oauth/port/file_reader.h"

/// Files, by system calls: every descriptor is born O_CLOEXEC, every call survives EINTR, what is
/// checked is the open descriptor and not the path. All errors are no_access with a sentence from
/// `file_error`.
namespace oauth {

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

/// The real FileReader.
class SystemFileReader : public FileReader {
 public:
  Result<std::optional<FileContent>> read(const std::string& path, std::size_t max_bytes) override;
  Result<std::vector<std::string>> names_in(const std::string& folder) override;
};

}  // namespace oauth

#endif
