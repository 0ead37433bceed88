// SPDX-License-Identifier: MIT
#include "oauth/os/file_rights.h"

#include <errno.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cstddef>

namespace oauth {
namespace {

constexpr char access_list[] = "system.posix_acl_access";
constexpr std::size_t max_access_list_bytes = 4096;

bool keep_group(int file, const struct stat* former) {
  if (former == nullptr) return true;
  return fchown(file, former->st_uid, former->st_gid) == 0 ||
         fchown(file, static_cast<uid_t>(-1), former->st_gid) == 0;
}

// Where there is a list, the mode's bits for the group are its mask: without the list they would
// give the group itself what it had not.
bool keep_access_list(int file, int from) {
  if (from < 0) return true;
  char list[max_access_list_bytes];
  const ssize_t size = fgetxattr(from, access_list, list, sizeof list);
  if (size < 0) return errno == ENODATA || errno == ENOTSUP;
  return fsetxattr(file, access_list, list, static_cast<std::size_t>(size), 0) == 0;
}

}  // namespace

bool give_rights(int file, const FileRights& rights) noexcept {
  const bool is_kept =
      keep_group(file, rights.former) && keep_access_list(file, rights.access_list_of);
  // Last, since a list brings a mode with it.
  return fchmod(file, is_kept ? rights.mode : rights.mode & 0700) == 0;
}

}  // namespace oauth
