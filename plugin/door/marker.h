// SPDX-License-Identifier: MIT
#ifndef PLUGIN_DOOR_MARKER_H
#define PLUGIN_DOOR_MARKER_H

#include <sys/types.h>

namespace door {

/// The mark that `sasl-oauth` leaves with a user's first account and removes with the last, so that
/// the door knows of accounts without opening one: `HOME/.local/state/sasl-oauth/.ready` for a
/// person, `STATE_DIR/uid/UID` for a service.

/// Returns whether either mark stands for a user. `home` may be NULL (unknown, or not to be
/// trusted: setuid) and counts only if it is absolute and below 900 bytes. At most two access
/// calls.
bool has_account(const char* home, const char* state_dir, uid_t user) noexcept;

/// Returns whether the service's mark stands for the user of that name. Looks the name up in the
/// password database, which is too dear for a program that is not about to be jailed.
bool has_account(const char* state_dir, const char* user_name) noexcept;

/// Returns whether something is there, as access(path, F_OK).
bool exists(const char* path) noexcept;

}  // namespace door

#endif
