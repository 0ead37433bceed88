// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_CHECK_RANK_H
#define TOOL_DOCTOR_CHECK_RANK_H

#include <string>
#include <vector>

#include "tool/doctor/check_plugin.h"
#include "tool/doctor/door_rank.h"
#include "tool/doctor/finding.h"

namespace tool {

/// What decides the rank, and what is known of the accounts.
struct RankFacts {
  StartingProgram program;
  DoorPlaces places;
  DoorRank rank;
  std::size_t accounts = 0;         // that a login of this user would find
  bool is_store_elsewhere = false;  // [store] dir, of which the door knows nothing
  std::string mark;  // the path of the mark that belongs to the accounts; empty: none
  bool has_mark = false;
};

/// Tells where our mechanisms stand for this user and program, relative to passwords and to other
/// plugins, and the line that changes it.
Findings check_rank(const RankFacts& facts, const std::vector<OtherPlugin>& others);

}  // namespace tool

#endif
