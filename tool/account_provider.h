// SPDX-License-Identifier: MIT
#ifndef TOOL_ACCOUNT_PROVIDER_H
#define TOOL_ACCOUNT_PROVIDER_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/provider.h"
#include "tool/world.h"

namespace tool {

/// Returns the sheet of an account's provider: the one that its record names, else the
/// configuration's, else that of its domain. One without a name: nobody knows whose account it is.
/// Errors: those of ConfigLoader::load and sheet.
oauth::Result<oauth::Provider> provider_of_account(World& world, const std::string& account,
                                                   const std::string& of_record);

}  // namespace tool

#endif
