// SPDX-License-Identifier: MIT
#include "plugin/door/marker.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

namespace door {
namespace {

// Small on purpose: fresh pages of stack are a good part of what the door costs a program.
constexpr size_t max_path_bytes = 1024;

// Above the 1024 that glibc recommends (_SC_GETPW_R_SIZE_MAX); a longer entry counts as none.
constexpr size_t passwd_entry_bytes = 4096;

constexpr size_t max_decimal_bytes = 20;

bool exists_in(const char* folder, const char* name) {
  const size_t folder_bytes = strlen(folder);
  const size_t name_bytes = strlen(name) + 1;
  char path[max_path_bytes];
  if (folder_bytes > sizeof path || name_bytes > sizeof path - folder_bytes) return false;
  memcpy(path, folder, folder_bytes);
  memcpy(path + folder_bytes, name, name_bytes);
  return exists(path);
}

bool has_personal_mark(const char* home) {
  return home != nullptr && home[0] == '/' && exists_in(home, "/.local/state/sasl-oauth/.ready");
}

bool has_service_mark(const char* state_dir, uid_t user) {
  constexpr char prefix[] = "/uid/";
  char name[sizeof prefix + max_decimal_bytes];
  char* begin = name + sizeof name - 1;
  *begin = '\0';
  do *--begin = static_cast<char>('0' + user % 10);
  while ((user /= 10) != 0);
  begin -= sizeof prefix - 1;
  memcpy(begin, prefix, sizeof prefix - 1);
  return exists_in(state_dir, begin);
}

}  // namespace

bool exists(const char* path) noexcept { return access(path, F_OK) == 0; }

bool has_account(const char* home, const char* state_dir, uid_t user) noexcept {
  return has_personal_mark(home) || has_service_mark(state_dir, user);
}

bool has_account(const char* state_dir, const char* user_name) noexcept {
  struct passwd entry;
  struct passwd* found = nullptr;
  char text[passwd_entry_bytes];
  if (getpwnam_r(user_name, &entry, text, sizeof text, &found) != 0) return false;
  return found != nullptr && has_service_mark(state_dir, found->pw_uid);
}

}  // namespace door
