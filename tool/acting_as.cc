// SPDX-License-Identifier: MIT
#include "tool/acting_as.h"

#include <errno.h>
#include <grp.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "oauth/os/system_error.h"

namespace tool {
namespace {

constexpr uid_t unchanged_uid = static_cast<uid_t>(-1);
constexpr gid_t unchanged_gid = static_cast<gid_t>(-1);

oauth::Error failed(const oauth::Person& person) {
  return {oauth::ErrorKind::no_access, "cannot act as user " + person.name + ": " +
                                           oauth::describe_errno(errno) + "; run this as root"};
}

}  // namespace

oauth::Result<ActingAs> ActingAs::user(const oauth::Person& person) {
  const int count = getgroups(0, nullptr);
  if (count < 0) return failed(person);
  ActingAs acting;
  acting.groups_before_.resize(static_cast<std::size_t>(count));
  if (getgroups(count, acting.groups_before_.data()) < 0) return failed(person);
  if (setgroups(1, &person.gid) != 0) return failed(person);
  acting.is_active_ = true;  // from here on the destructor undoes what was done
  if (setresgid(unchanged_gid, person.gid, unchanged_gid) != 0 ||
      setresuid(unchanged_uid, person.uid, unchanged_uid) != 0) {
    return failed(person);
  }
  return acting;
}

ActingAs::ActingAs(ActingAs&& other) noexcept
    : is_active_(std::exchange(other.is_active_, false)),
      groups_before_(std::move(other.groups_before_)) {}

ActingAs::~ActingAs() {
  if (!is_active_) return;
  if (setresuid(unchanged_uid, 0, unchanged_uid) != 0 ||
      setresgid(unchanged_gid, 0, unchanged_gid) != 0 ||
      setgroups(groups_before_.size(), groups_before_.data()) != 0) {
    std::abort();
  }
}

}  // namespace tool
