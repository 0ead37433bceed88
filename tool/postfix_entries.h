// SPDX-License-Identifier: MIT
#ifndef TOOL_POSTFIX_ENTRIES_H
#define TOOL_POSTFIX_ENTRIES_H

#include <vector>

#include "oauth/base/result.h"
#include "tool/foreign_file.h"

namespace tool {

/// Returns the accounts of all token files that Postfix's password maps name; the maps are those of
/// --map, else of smtp_sasl_password_maps as postconf tells it. A path counts from Postfix's queue
/// folder, where its chroot is, and from the root if there is nothing. The token files are read
/// with the rights of --for's user: his folders may hold links that he has planted.
/// Errors: no_access (postconf, a map), bad_config (no map is a file, or none names a token file).
oauth::Result<std::vector<ForeignEntry>> postfix_entries(World& world, const Options& options,
                                                         Terminal& terminal);

}  // namespace tool

#endif
