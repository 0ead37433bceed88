// SPDX-License-Identifier: MIT
#include "oauth/os/file_rights.h"

#include <errno.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <string_view>

namespace oauth {
namespace {

constexpr char access_list[] = "system.posix_acl_access";
constexpr std::size_t max_access_list_bytes = 4096;
constexpr std::size_t max_attribute_bytes = 4096;

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

std::string_view attribute_of(int file, const char* name, char (&value)[max_attribute_bytes]) {
  const ssize_t size = fgetxattr(file, name, value, sizeof value);
  return size < 0 ? std::string_view() : std::string_view(value, static_cast<std::size_t>(size));
}

// Hashes and capabilities stand for the file's content, and are not to be copied.
bool is_label(std::string_view name) {
  return name == "security.selinux" || name.substr(0, 5) == "user.";
}

void keep_label(int file, int from, const char* name) {
  char value[max_attribute_bytes];
  char standing[max_attribute_bytes];
  const std::string_view wanted = attribute_of(from, name, value);
  // What it has already is not set: that might be forbidden, and noted as an attempt.
  if (wanted.empty() || wanted == attribute_of(file, name, standing)) return;
  (void)fsetxattr(file, name, wanted.data(), wanted.size(), 0);
}

void keep_labels(int file, int from) {
  if (from < 0) return;
  char names[max_attribute_bytes];
  const ssize_t size = flistxattr(from, names, sizeof names);
  for (ssize_t at = 0; at < size; at += static_cast<ssize_t>(std::strlen(names + at)) + 1) {
    if (is_label(names + at)) keep_label(file, from, names + at);
  }
}

}  // namespace

bool give_rights(int file, const FileRights& rights) noexcept {
  const bool is_kept =
      keep_group(file, rights.former) && keep_access_list(file, rights.access_list_of);
  keep_labels(file, rights.access_list_of);
  // Last, since a list brings a mode with it.
  return fchmod(file, is_kept ? rights.mode : rights.mode & 0700) == 0;
}

}  // namespace oauth
