// SPDX-License-Identifier: MIT
#include "tool/doctor/file_facts.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "oauth/os/system_error.h"

namespace tool {
namespace {

FileKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::file;
  if (S_ISDIR(mode)) return FileKind::folder;
  return S_ISLNK(mode) ? FileKind::link : FileKind::other;
}

}  // namespace

oauth::Result<std::optional<FileFact>> SystemFileFacts::look_at(const std::string& path,
                                                                oauth::Symlinks symlinks) {
  struct stat status = {};
  const int failed = symlinks == oauth::Symlinks::follow ? ::stat(path.c_str(), &status)
                                                         : ::lstat(path.c_str(), &status);
  if (failed != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<FileFact>();
    return oauth::file_error("look at", path, errno);
  }
  FileFact fact;
  fact.kind = kind_of(status.st_mode);
  fact.owner = status.st_uid;
  fact.mode = status.st_mode & 07777;
  fact.has_access_list = ::lgetxattr(path.c_str(), "system.posix_acl_access", nullptr, 0) > 0;
  fact.changed_at = oauth::from_unix(status.st_mtime);
  return std::optional<FileFact>(fact);
}

std::string octal(mode_t mode) {
  std::string text = "0000";
  for (std::size_t i = 0; i < 4; ++i) text[3 - i] = static_cast<char>('0' + (mode >> (3 * i) & 7));
  return text;
}

}  // namespace tool
