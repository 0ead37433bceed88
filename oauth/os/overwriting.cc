// SPDX-License-Identifier: MIT
#include "oauth/os/overwriting.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "oauth/base/secret.h"
#include "oauth/os/file_descriptor.h"
#include "oauth/os/file_room.h"
#include "oauth/os/retried.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

struct OldFile {
  FileDescriptor descriptor;
  std::size_t size;
  std::string path;
};

Result<OldFile> open_old(const Folder& folder, const std::string& name, std::size_t room) {
  const Result<std::string> path = path_in(folder, name);
  if (!path) return path.error();
  const int flags = O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  FileDescriptor file(
      retried([&] { return ::openat(folder.descriptor.get(), name.c_str(), flags); }));
  struct stat status = {};
  if (!file || ::fstat(file.get(), &status) != 0) return file_error("write", *path, errno);
  if (!S_ISREG(status.st_mode)) return file_error("write", *path, EINVAL);
  const int problem = take_room(file.get(), room, RoomBeyondEnd::stays_beyond);
  if (problem != 0) return file_error("write", *path, problem);
  return OldFile{std::move(file), static_cast<std::size_t>(status.st_size), *path};
}

Result<void> write_over(const OldFile& file, std::string_view bytes) {
  off_t position = 0;
  while (!bytes.empty()) {
    const ssize_t count = retried(
        [&] { return ::pwrite(file.descriptor.get(), bytes.data(), bytes.size(), position); });
    if (count <= 0) return file_error("write", file.path, count == 0 ? ENOSPC : errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
    position += count;
  }
  if (retried([&] { return ::fsync(file.descriptor.get()); }) == 0) return {};
  return file_error("write", file.path, errno);
}

}  // namespace

bool is_worth_overwriting(const Error& error) noexcept {
  switch (error.system_error) {
    case ENOSPC:
    case EDQUOT:
    case EBUSY:
    case EEXIST:  // what stands in the way of a new file, and cannot be removed
    case EROFS:
    case EACCES:
    case EPERM:
      return true;
    default:
      return false;
  }
}

Result<void> prepare_to_overwrite(const Folder& folder, const std::string& name, std::size_t size) {
  const auto file = open_old(folder, name, size);
  if (!file) return file.error();
  return {};
}

Result<void> overwrite_durably(const Folder& folder, const std::string& name,
                               std::string_view text) {
  const auto file = open_old(folder, name, text.size());
  if (!file) return file.error();
  Secret padded;
  padded.reserve(std::max(text.size(), file->size));
  padded.append(text);
  if (file->size > text.size()) padded.append(std::string(file->size - text.size(), ' '));
  return write_over(*file, padded.reveal());
}

}  // namespace oauth
