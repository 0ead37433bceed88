// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "plugin/door/core_module.h"
#include "plugin/door/forward.h"
#include "plugin/door/libsasl_version.h"
#include "plugin/door/plugin_conf.h"
#include "plugin/door/rank.h"

namespace door {
namespace {

// What libsasl 2.1 compares with "==".
constexpr int plugin_interface_version = 4;

constexpr Places places{
    SASL_OAUTH_SYSCONFDIR "/sasl-oauth/plugin.conf",
    SASL_OAUTH_XOAUTH2_CONF,
    SASL_OAUTH_STATEDIR,
};

CoreModule core(SASL_OAUTH_CORE_PATH);

__attribute__((used)) constexpr char label[] = SASL_OAUTH_LABEL("door");

constexpr char oauthbearer[] = "OAUTHBEARER";
constexpr char xoauth2[] = "XOAUTH2";

template <const char* mechanism>
int mech_new(void*, sasl_client_params_t* params, void** session) {
  return forward_new(core, mechanism, params, session);
}

template <const char* mechanism>
int mech_step(void* session, sasl_client_params_t* params, const char* serverin,
              unsigned serverinlen, sasl_interact_t** prompt_need, const char** clientout,
              unsigned* clientoutlen, sasl_out_params_t* oparams) {
  return forward_step(core, mechanism, session, params, serverin, serverinlen, prompt_need,
                      clientout, clientoutlen, oparams);
}

template <const char* mechanism>
void mech_dispose(void* session, const sasl_utils_t* utils) {
  forward_dispose(core, mechanism, session, utils);
}

template <const char* mechanism>
constexpr sasl_client_plug_t row() {
  sasl_client_plug_t row{};
  row.mech_name = mechanism;
  row.features = SASL_FEAT_WANT_CLIENT_FIRST | SASL_FEAT_ALLOWS_PROXY;
  row.mech_new = mech_new<mechanism>;
  row.mech_step = mech_step<mechanism>;
  row.mech_dispose = mech_dispose<mechanism>;
  return row;
}

// libsasl keeps pointers into this table. Of mechanisms that rank equal it prefers the one it got
// first, but the last where they come to stand at the head of its list; that happens only if
// noplaintext is claimed, which ties with EXTERNAL.
sasl_client_plug_t mechanisms[] = {row<oauthbearer>(), row<xoauth2>()};
constexpr int mechanism_count = sizeof mechanisms / sizeof mechanisms[0];

void rank_mechanisms(const PluginConf& conf, const Program& program) {
  const Rank rank = rank_of(conf, program, places);
  for (sasl_client_plug_t& row : mechanisms) {
    row.security_flags = security_flags(rank, conf);
    row.required_prompts = required_prompts(rank);
  }
}

// Whatever the rank: the program may be told to use the mechanism by name. A failure is silent
// here, and told by the first login, which opens again.
void prepare_for_jail(const char* user_name) {
  const OpenedCore opened = core.open();
  if (opened.core != nullptr && opened.core->before_jail != nullptr) {
    opened.core->before_jail(user_name);
  }
}

}  // namespace
}  // namespace door

/// What libsasl calls in every program that uses it, once a sasl_client_init. Silent, and absent
/// (no mechanism, no error) in front of a libsasl that it was not built for: a failure would be
/// logged by every program on the machine.
extern "C" __attribute__((visibility("default"))) int sasl_client_plug_init(
    const sasl_utils_t*, int max_version, int* out_version, sasl_client_plug_t** list, int* count) {
  if (out_version == nullptr || list == nullptr || count == nullptr) return SASL_BADPARAM;
  if (max_version < door::plugin_interface_version) return SASL_BADVERS;
  *out_version = door::plugin_interface_version;
  *list = door::mechanisms;
  *count = 0;
  const void* caller = __builtin_extract_return_addr(__builtin_return_address(0));
  if (!door::is_supported(door::libsasl_version_at(caller))) return SASL_OK;

  const door::Program program{program_invocation_short_name, secure_getenv("HOME"), geteuid()};
  const door::PluginConf conf = door::read_plugin_conf(door::places.plugin_conf, program.name);
  door::rank_mechanisms(conf, program);
  if (door::will_jail_itself(conf, program)) door::prepare_for_jail(conf.jail_user);
  *count = door::mechanism_count;
  return SASL_OK;
}
