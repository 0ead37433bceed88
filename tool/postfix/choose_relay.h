// SPDX-License-Identifier: MIT
#ifndef TOOL_POSTFIX_CHOOSE_RELAY_H
#define TOOL_POSTFIX_CHOOSE_RELAY_H

#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/provider.h"
#include "tool/postfix/relay.h"
#include "tool/world.h"

namespace tool {

struct RelayChoice {
  Relay relay;
  std::vector<std::string> mechanisms;  // that it takes; empty: nobody knows
};

/// Returns the relay that a word of the command line means: a server, or a provider, whose sheet
/// names its server; without a word it is the server of `own`, the account's provider.
/// Errors: bad_config (neither, or the sheet names none), those of ConfigLoader::sheet.
oauth::Result<RelayChoice> choose_relay(World& world, const std::string& word,
                                        const oauth::Provider& own);

}  // namespace tool

#endif
