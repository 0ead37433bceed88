// SPDX-License-Identifier: MIT
#include "tool/doctor/door_rank.h"

#include "plugin/door/plugin_conf.h"
#include "plugin/door/rank.h"

namespace tool {
namespace {

DoorRank::Prefer prefer_of(door::Preference preference) {
  switch (preference) {
    case door::Preference::always:
      return DoorRank::Prefer::always;
    case door::Preference::never:
      return DoorRank::Prefer::never;
    case door::Preference::by_account:
      break;
  }
  return DoorRank::Prefer::by_account;
}

}  // namespace

DoorRank door_rank(const StartingProgram& program, const DoorPlaces& places) {
  const door::PluginConf conf =
      door::read_plugin_conf(places.plugin_conf.c_str(), program.name.c_str());
  DoorRank rank;
  rank.prefer = prefer_of(conf.prefer);
  rank.claims_no_plaintext = conf.noplaintext;
  rank.jails_itself = !program.user_name.empty() && program.user_name == conf.jail_user;
  const door::Program seen{program.name.c_str(),
                           program.home.empty() ? nullptr : program.home.c_str(),
                           rank.jails_itself ? 0 : program.user};
  const door::Places looked_at{places.plugin_conf.c_str(), places.xoauth2_conf.c_str(),
                               places.state_dir.c_str()};
  rank.is_high = door::rank_of(conf, seen, looked_at) == door::Rank::high;
  return rank;
}

}  // namespace tool
