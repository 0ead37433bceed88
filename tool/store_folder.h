// SPDX-License-Identifier: MIT
#ifndef TOOL_STORE_FOLDER_H
#define TOOL_STORE_FOLDER_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/os/environment.h"

namespace tool {

/// Makes the name of a new file or folder durable, which is an entry in the folder above: else a
/// power failure would take it, and all that is in it. A folder above that we may not read leaves
/// that to the kernel, which writes in its own time. Errors: no_access.
oauth::Result<void> make_entry_durable(const std::string& path);

/// Makes a folder for its owner alone (0700), with what is missing of the way to it.
/// Errors: no_access.
oauth::Result<void> make_private_folder(const std::string& path);

/// Makes the folder of a service's accounts, as root: STATEDIR (0711) and FOLDER in it (0700, the
/// service's own). With a folder below STATEDIR/jail: that one belongs to root, 0700, so that a
/// program in a jail, which holds a descriptor of its own store, can climb out nowhere.
/// A folder that is there already must be just so: it is not repaired, since others may rely on it.
/// Errors: no_access.
oauth::Result<void> make_service_folder(const std::string& statedir, const std::string& folder,
                                        const oauth::Person& owner);

/// Returns whether a person's accounts can be kept in this home: a home that is missing is not
/// made. Errors: no_access.
oauth::Result<void> check_home(const std::string& home);

/// Returns whether the folder could be made or written by us now, as far as that can be told
/// without doing it. Errors: no_access, so that nobody signs in for nothing.
oauth::Result<void> check_can_store(const std::string& folder);

}  // namespace tool

#endif
