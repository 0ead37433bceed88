// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_CHECK_JAIL_H
#define TOOL_DOCTOR_CHECK_JAIL_H

#include <optional>
#include <string>
#include <vector>

#include "oauth/base/error.h"
#include "oauth/store/store_places.h"
#include "tool/doctor/finding.h"

namespace tool {

/// What decides whether a program that jails itself has its accounts with it: it starts as root,
/// takes a descriptor of the store along, and becomes the user whose store it is.
struct JailFacts {
  oauth::StorePlaces places;      // of that user
  bool is_named = false;          // plugin.conf's `jailed:` names a program that becomes him
  bool is_chrooted = false;       // Postfix's smtp runs as him, in a chroot
  bool has_jailed_store = false;  // STATEDIR/jail/USER is there
  /// Why the store could not be taken along; only root can tell.
  std::optional<oauth::Error> not_taken;
  std::vector<std::string> jailed;    // accounts in STATEDIR/jail/USER
  std::vector<std::string> unjailed;  // and in STATEDIR/USER
};

/// Tells which accounts such a program does not find, with the command that helps.
Findings check_jail(const JailFacts& facts);

/// Returns the line of plugin.conf that makes Postfix's programs take the store of `user` along.
std::string jailed_line(const std::string& user);

}  // namespace tool

#endif
