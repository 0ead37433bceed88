// SPDX-License-Identifier: MIT
#include "oauth/os/environment.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/auxv.h>

#include <vector>

namespace oauth {
namespace {

// The largest entry worth waiting for: directory services can send long ones.
constexpr std::size_t max_entry_bytes = 64 * 1024;

template <class Lookup>
std::optional<Person> find(Lookup lookup) {
  std::vector<char> buffer(1024);
  struct passwd entry = {};
  struct passwd* found = nullptr;
  int problem = lookup(&entry, buffer, &found);
  while (problem == ERANGE && buffer.size() < max_entry_bytes) {
    buffer.resize(buffer.size() * 4);
    problem = lookup(&entry, buffer, &found);
  }
  if (problem != 0 || !found) return std::nullopt;
  return Person{entry.pw_name, entry.pw_dir ? entry.pw_dir : "", entry.pw_uid, entry.pw_gid};
}

}  // namespace

std::optional<Person> person_by_uid(uid_t uid) {
  return find([uid](struct passwd* entry, std::vector<char>& buffer, struct passwd** found) {
    return getpwuid_r(uid, entry, buffer.data(), buffer.size(), found);
  });
}

std::optional<Person> person_by_name(const std::string& name) {
  return find([&](struct passwd* entry, std::vector<char>& buffer, struct passwd** found) {
    return getpwnam_r(name.c_str(), entry, buffer.data(), buffer.size(), found);
  });
}

bool is_privileged() noexcept { return getauxval(AT_SECURE) != 0; }

std::string environment(const char* name) {
  const char* value = secure_getenv(name);
  return value ? value : "";
}

}  // namespace oauth
