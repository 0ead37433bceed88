// SPDX-License-Identifier: MIT
#ifndef PLUGIN_DOOR_PLUGIN_CONF_H
#define PLUGIN_DOOR_PLUGIN_CONF_H

#include <stddef.h>

namespace door {

/// More of the file is not read: the three keys fit many times, and the buffer is on a host's
/// stack.
inline constexpr size_t max_conf_bytes = 8192;

/// LOGIN_NAME_MAX of Linux, with its NUL. A longer name is junk.
inline constexpr size_t max_user_name_bytes = 256;

/// Whether the mechanisms rank above a password: as the accounts say, always, or never.
/// Spelled "auto", "yes" and "no".
enum class Preference { by_account, always, never };

/// What plugin.conf says to one program; without a file, what is here.
struct PluginConf {
  Preference prefer = Preference::by_account;
  bool noplaintext = false;
  /// The user that this program becomes when it jails itself; empty for a program that does not.
  char jail_user[max_user_name_bytes] = "";
};

/// Returns what `text` says to the program called `program` (as program_invocation_short_name).
///
/// Lines are libsasl's own `key: value`; the case of keys and choices does not matter, a '#' where
/// a word could begin makes the rest of its line a comment. Lines of one key add up, and the last
/// word about a program counts:
///
///     prefer: auto mbsync=no ldapsearch=yes     for all other programs; for these
///     noplaintext: yes                          yes, on, true or 1; all else is no
///     jailed: smtp=postfix lmtp=postfix         replaces this table, which is built in
///
/// What is unknown or malformed is passed over: nothing can be said to anybody at this point.
PluginConf parse_plugin_conf(const char* text, size_t size, const char* program) noexcept;

/// Returns the same for the file at `path`, of which at most `max_conf_bytes` of whole lines count.
/// A file that is not there or cannot be read says nothing. Allocates nothing, cannot block.
PluginConf read_plugin_conf(const char* path, const char* program) noexcept;

}  // namespace door

#endif
