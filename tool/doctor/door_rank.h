// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_DOOR_RANK_H
#define TOOL_DOCTOR_DOOR_RANK_H

#include <sys/types.h>

#include <string>

namespace tool {

/// A program as the door would see it at its start.
struct StartingProgram {
  std::string name;  // as program_invocation_short_name; empty: one that nobody wrote of
  std::string home;  // its $HOME; empty: not set
  uid_t user = 0;    // the one who will sign in
  std::string user_name;
};

/// Where the door looks (plugin/door/entry.cc).
struct DoorPlaces {
  std::string plugin_conf;
  std::string xoauth2_conf;
  std::string state_dir;
};

/// What the door makes of it.
struct DoorRank {
  enum class Prefer { by_account, always, never };
  Prefer prefer = Prefer::by_account;
  bool is_high = false;  // above PLAIN and LOGIN
  bool claims_no_plaintext = false;
  bool jails_itself = false;  // as root, to become this very user
};

/// Asks the door's own code, which the tool has linked in: what ranks in a program and what is told
/// about it here cannot differ.
DoorRank door_rank(const StartingProgram& program, const DoorPlaces& places);

}  // namespace tool

#endif
