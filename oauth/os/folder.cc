// SPDX-License-Identifier: MIT
#include "oauth/os/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/os/retried.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

bool is_plain_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

}  // namespace

Result<std::optional<Folder>> open_folder(const std::string& path, Symlinks symlinks) {
  if (path.find('\0') != std::string::npos) return file_error("open", path, EINVAL);
  const int flags =
      O_RDONLY | O_DIRECTORY | O_CLOEXEC | (symlinks == Symlinks::refuse ? O_NOFOLLOW : 0);
  Folder folder{FileDescriptor(retried([&] { return ::open(path.c_str(), flags); })), path};
  if (folder.descriptor) return std::optional<Folder>(std::move(folder));
  const int number = errno;
  struct stat status;
  // With O_DIRECTORY a link or a file is ENOTDIR too, and neither is "no such folder".
  if (number == ENOTDIR && ::lstat(path.c_str(), &status) == 0) {
    return file_error("open folder", path, S_ISLNK(status.st_mode) ? ELOOP : ENOTDIR);
  }
  if (number == ENOENT || number == ENOTDIR) return std::optional<Folder>();
  return file_error("open folder", path, number);
}

Result<Folder> reopen_folder(int descriptor, std::string path) {
  const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  Folder folder{FileDescriptor(retried([&] { return ::openat(descriptor, ".", flags); })),
                std::move(path)};
  if (!folder.descriptor) return file_error("open folder", folder.path, errno);
  return folder;
}

Result<std::vector<std::string>> names_in(const Folder& folder) {
  // fdopendir takes its descriptor over, and shares the position with a duplicate.
  auto own = reopen_folder(folder.descriptor.get(), folder.path);
  if (!own) return own.error();
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::fdopendir(own->descriptor.get()), ::closedir);
  if (!listing) return file_error("list", folder.path, errno);
  own->descriptor.release();
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(listing.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    errno = 0;
  }
  if (errno != 0) return file_error("list", folder.path, errno);
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::string> path_in(const Folder& folder, const std::string& name) {
  std::string path = folder.path + "/" + name;
  if (is_plain_name(name)) return path;
  return Error{ErrorKind::no_access, printable(path, bounds::max_quoted_bytes) +
                                         " is not a plain file name; use one without '/'"};
}

Result<void> sync_folder(const Folder& folder) {
  if (retried([&] { return ::fsync(folder.descriptor.get()); }) == 0) return {};
  return file_error("make changes durable in", folder.path, errno);
}

}  // namespace oauth
