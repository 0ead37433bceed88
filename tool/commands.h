// SPDX-License-Identifier: MIT
#ifndef TOOL_COMMANDS_H
#define TOOL_COMMANDS_H

#include "tool/failure.h"
#include "tool/options.h"
#include "tool/terminal.h"
#include "tool/world.h"

namespace tool {

/// The commands, one file each (cmd_NAME.cc). Each returns the exit code.
int run_login(World& world, const Options& options, Terminal& terminal);
int run_add(World& world, const Options& options, Terminal& terminal);
int run_test(World& world, const Options& options, Terminal& terminal);
int run_discover(World& world, const Options& options, Terminal& terminal);
int run_token(World& world, const Options& options, Terminal& terminal);
int run_refresh(World& world, const Options& options, Terminal& terminal);
int run_refresh_due(World& world, const Options& options, Terminal& terminal);
int run_status(World& world, const Options& options, Terminal& terminal);
int run_doctor(World& world, const Options& options, Terminal& terminal);
int run_remove(World& world, const Options& options, Terminal& terminal);
int run_import(World& world, const Options& options, Terminal& terminal);
int run_export(World& world, const Options& options, Terminal& terminal);
int run_revoke(World& world, const Options& options, Terminal& terminal);
int run_inspect(World& world, const Options& options, Terminal& terminal);
int run_postfix(World& world, const Options& options, Terminal& terminal);
int run_providers(World& world, const Options& options, Terminal& terminal);
int run_config_check(World& world, const Options& options, Terminal& terminal);
int run_config_show(World& world, const Options& options, Terminal& terminal);

}  // namespace tool

#endif
