// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_ENVIRONMENT_H
#define OAUTH_OS_ENVIRONMENT_H

#include <sys/types.h>

#include <optional>
#include <string>

namespace oauth {

/// An entry of the password database.
struct Person {
  std::string name;
  std::string home;
  uid_t uid = 0;
  gid_t gid = 0;
};

/// Returns the entry of a user; nothing if there is none (as in a jail without /etc/passwd).
std::optional<Person> person_by_uid(uid_t uid);
std::optional<Person> person_by_name(const std::string& name);

/// Returns whether the program got rights by being executed (setuid, setgid, file capabilities), so
/// that whoever started it must decide nothing by environment or home.
bool is_privileged() noexcept;

/// Returns an environment variable; empty if it is not set, or if the program is privileged.
std::string environment(const char* name);

}  // namespace oauth

#endif
