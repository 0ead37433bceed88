// SPDX-License-Identifier: MIT
#ifndef TOOL_MARKER_H
#define TOOL_MARKER_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/os/environment.h"

namespace tool {

/// The mark by which the plugin's door knows, without opening anything, that a user has an account
/// (plugin/door/marker.h): it ranks our mechanisms above passwords for him alone.

/// Returns the path of a person's mark, in his store: FOLDER/.ready.
std::string marker_of_person(const std::string& folder);
/// Returns the path of a service's mark: STATEDIR/uid/UID, for both of its stores.
std::string marker_of_service(const std::string& statedir, const oauth::Person& owner);

/// Makes a mark that is not there yet, and its folder (0755: anybody may look for it).
/// Errors: no_access.
oauth::Result<void> make_marker(const std::string& path);
/// Removes a mark that may be there. Errors: no_access.
oauth::Result<void> remove_marker(const std::string& path);

}  // namespace tool

#endif
