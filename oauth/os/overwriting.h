// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_OVERWRITING_H
#define OAUTH_OS_OVERWRITING_H

#include <cstddef>
#include <string>
#include <string_view>

#include "oauth/base/error.h"
#include "oauth/base/result.h"
#include "oauth/os/folder.h"

/// Writing into a file where it stands: the last resort where nothing can be put beside it, as with
/// a file that is mounted by itself, a folder that is read-only, a disk that is full.
///
/// It outlives the end of our process (what is short is one write of the kernel), but not, for
/// certain, the end of the machine's; and who reads at that moment may see half of it.
namespace oauth {

/// Returns whether a file that could not be replaced, for the reason in `error`, is worth writing
/// over: not if the disk itself fails.
bool is_worth_overwriting(const Error& error) noexcept;

/// Finds out whether `size` bytes can be written over the file, and takes the room for them; its
/// content stays as it is. Errors: no_access (no such regular file, no right to it, no room).
Result<void> prepare_to_overwrite(const Folder& folder, const std::string& name, std::size_t size);

/// Writes `text` over the file and makes it durable. The file gets no shorter: blanks fill the
/// rest, so that at no instant something of the old text stands behind the new one. Errors:
/// no_access; the file is untouched if there was no room.
Result<void> overwrite_durably(const Folder& folder, const std::string& name,
                               std::string_view text);

}  // namespace oauth

#endif
