// SPDX-License-Identifier: MIT
#ifndef PLUGIN_DOOR_RANK_H
#define PLUGIN_DOOR_RANK_H

#include <sys/types.h>

#include "plugin/door/plugin_conf.h"

namespace door {

/// Where our mechanisms stand in libsasl's list, for the life of the process: it sorts once, by
/// security flags, takes the first that the server offers, and never falls through to the next.
///
/// low: below PLAIN and LOGIN in every load order, which is what the lack of SASL_SEC_NOANONYMOUS
/// does; so a program that never heard of us signs in as it did before. Who asks for XOAUTH2 or
/// OAUTHBEARER by name still gets it.
/// high: above PLAIN, LOGIN and other OAuth plugins, below CRAM-MD5, DIGEST-MD5 and SCRAM.
enum class Rank { low, high };

/// The program that loads us.
struct Program {
  const char* name;  // as program_invocation_short_name
  const char* home;  // as secure_getenv("HOME"); may be NULL
  uid_t user;        // effective
};

/// Where to look.
struct Places {
  const char* plugin_conf;
  const char* xoauth2_conf;  // sasl-xoauth2's configuration, which we serve as well
  const char* state_dir;
};

/// Returns whether the program is root still and named in the table of those that jail themselves;
/// `conf.jail_user` is then the user it will become.
bool will_jail_itself(const PluginConf& conf, const Program& program) noexcept;

/// Returns high if `prefer` says so, or leaves it to the accounts and there is one: of this user,
/// or for a program that will jail itself of the user it will become; there a configuration of
/// sasl-xoauth2 is as good. At most two access calls; a passwd look-up before a jail only.
Rank rank_of(const PluginConf& conf, const Program& program, const Places& places) noexcept;

/// Returns the SASL_SEC_* flags that give this rank. NOPLAINTEXT is claimed on demand only: it is
/// what hosts require to keep a password off a connection without TLS, and a token is no better.
unsigned security_flags(Rank rank, const PluginConf& conf) noexcept;

/// Returns sasl_client_plug_t::required_prompts: the user name alone where accounts are expected to
/// answer for the password, else NULL (user name and password).
const unsigned long* required_prompts(Rank rank) noexcept;

}  // namespace door

#endif
