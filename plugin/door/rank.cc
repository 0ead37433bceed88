// SPDX-License-Identifier: MIT
#include "plugin/door/rank.h"

#include <sasl/sasl.h>

#include "plugin/door/marker.h"

namespace door {
namespace {

constexpr unsigned long user_name_alone[] = {SASL_CB_AUTHNAME, SASL_CB_LIST_END};

bool is_wanted(const PluginConf& conf, const Program& program, const Places& places) {
  if (will_jail_itself(conf, program)) {
    return exists(places.xoauth2_conf) || has_account(places.state_dir, conf.jail_user);
  }
  return has_account(program.home, places.state_dir, program.user);
}

}  // namespace

bool will_jail_itself(const PluginConf& conf, const Program& program) noexcept {
  return program.user == 0 && conf.jail_user[0] != '\0';
}

Rank rank_of(const PluginConf& conf, const Program& program, const Places& places) noexcept {
  switch (conf.prefer) {
    case Preference::always:
      return Rank::high;
    case Preference::never:
      return Rank::low;
    case Preference::by_account:
      break;
  }
  return is_wanted(conf, program, places) ? Rank::high : Rank::low;
}

unsigned security_flags(Rank rank, const PluginConf& conf) noexcept {
  unsigned flags = SASL_SEC_PASS_CREDENTIALS | SASL_SEC_NODICTIONARY;
  if (rank == Rank::high) flags |= SASL_SEC_NOANONYMOUS;
  if (conf.noplaintext) flags |= SASL_SEC_NOPLAINTEXT;
  return flags;
}

const unsigned long* required_prompts(Rank rank) noexcept {
  return rank == Rank::high ? user_name_alone : nullptr;
}

}  // namespace door
