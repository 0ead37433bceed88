// SPDX-License-Identifier: MIT
#include "oauth/os/held_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

constexpr int flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

struct Split {
  std::string parent;
  std::string name;
};

Error refusal(const std::string& path, const std::string& why) {
  return Error{ErrorKind::no_access, printable(path, bounds::max_quoted_bytes) + why};
}

Result<Split> split(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string name = path.substr(slash + 1);
  // Of "PARENT/." the real parent is another one.
  const bool is_name = !name.empty() && name != "." && name != "..";
  if (!starts_with(path, "/") || path.find('\0') != path.npos || !is_name) {
    return refusal(path, " is not the absolute path of a folder; correct it");
  }
  return Split{slash == 0 ? "/" : path.substr(0, slash), name};
}

Result<struct stat> look_at(const FileDescriptor& folder, const std::string& path) {
  struct stat status = {};
  if (::fstat(folder.get(), &status) != 0) return file_error("examine", path, errno);
  return status;
}

Result<void> check_parent(const FileDescriptor& folder, const std::string& path) {
  const auto status = look_at(folder, path);
  if (!status) return status.error();
  if (status->st_uid != ::geteuid()) {
    return refusal(path, " belongs to user " + std::to_string(status->st_uid) +
                             ", who could lead a jailed program out of its jail; run: chown root " +
                             path);
  }
  if ((status->st_mode & 077) != 0) {
    return refusal(path,
                   " can be entered by others, so that a folder in it would lead a jailed "
                   "program out of its jail; run: chmod 700 " +
                       path);
  }
  return {};
}

}  // namespace

HeldFolder::HeldFolder(FileDescriptor descriptor, const struct stat& status, std::string path)
    : descriptor_(std::move(descriptor)),
      device_(status.st_dev),
      inode_(status.st_ino),
      path_(std::move(path)) {}

Result<std::optional<HeldFolder>> HeldFolder::take(const std::string& path) {
  const auto parts = split(path);
  if (!parts) return parts.error();
  const FileDescriptor parent(::open(parts->parent.c_str(), flags & ~O_NOFOLLOW));
  if (!parent && errno == ENOENT) return std::optional<HeldFolder>();
  if (!parent) return file_error("open folder", parts->parent, errno);
  if (auto closed = check_parent(parent, parts->parent); !closed) return closed.error();
  FileDescriptor folder(::openat(parent.get(), parts->name.c_str(), flags));
  if (!folder && errno == ENOENT) return std::optional<HeldFolder>();
  // Nobody shall put a standard stream in its place.
  if (folder && folder.get() <= STDERR_FILENO) {
    folder = FileDescriptor(::fcntl(folder.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  }
  if (!folder) return file_error("open folder", path, errno);
  const auto status = look_at(folder, path);
  if (!status) return status.error();
  return std::optional<HeldFolder>(HeldFolder(std::move(folder), *status, path));
}

Result<Folder> HeldFolder::reopen() const {
  if (!is_behind(descriptor_)) return closed();
  auto folder = reopen_folder(descriptor_.get(), path_);
  // Another thread may have closed it meanwhile.
  return !folder || is_behind(folder->descriptor) ? std::move(folder) : closed();
}

bool HeldFolder::is_behind(const FileDescriptor& descriptor) const {
  struct stat status = {};
  return ::fstat(descriptor.get(), &status) == 0 && status.st_dev == device_ &&
         status.st_ino == inode_;
}

Error HeldFolder::closed() const {
  return refusal(path_,
                 " is not there any more: this program has closed its descriptor, which was "
                 "taken before the jail; report it to the makers of this program");
}

}  // namespace oauth
