// SPDX-License-Identifier: MIT
#ifndef TOOL_ARGUMENTS_H
#define TOOL_ARGUMENTS_H

#include <CLI/CLI.hpp>
#include <functional>

#include "oauth/base/bounds.h"
#include "tool/options.h"

namespace tool {

/// Adds what every command takes: --config, --store, --for, --quiet, --verbose.
void add_common(CLI::App& app, Options& options);

/// Adds a command with its one line of help and the examples that stand under its options.
CLI::App& add_command(CLI::App& app, Options& options, const char* name, const char* about_it,
                      const char* example);

/// Adds --json.
void add_json(CLI::App& command, Options& options);

/// Adds the accounts: one that must be named, or any number.
void add_account(CLI::App& command, Options& options, const char* about_it);
CLI::Option& add_accounts(CLI::App& command, Options& options, const char* about_it);

/// Adds --provider and --tenant.
void add_provider(CLI::App& command, Options& options);
/// Adds --scope and --user.
void add_scope_and_user(CLI::App& command, Options& options);

/// Adds an option that takes "90s", "10m" or "1h", from zero to `longest`.
void add_duration(CLI::App& command, const char* name, const char* about_it,
                  oauth::bounds::seconds longest, std::function<void(oauth::bounds::seconds)> take);

/// What each command takes, in arguments_NAME.cc.
void add_login(CLI::App& app, Options& options);
void add_add(CLI::App& app, Options& options);
void add_test(CLI::App& app, Options& options);
void add_discover(CLI::App& app, Options& options);
void add_token(CLI::App& app, Options& options);
void add_refresh(CLI::App& app, Options& options);
void add_status(CLI::App& app, Options& options);
void add_doctor(CLI::App& app, Options& options);
void add_remove(CLI::App& app, Options& options);
void add_export(CLI::App& app, Options& options);
void add_inspect(CLI::App& app, Options& options);
void add_revoke(CLI::App& app, Options& options);
void add_import(CLI::App& app, Options& options);
void add_postfix(CLI::App& app, Options& options);
void add_providers(CLI::App& app, Options& options);
void add_config(CLI::App& app, Options& options);

}  // namespace tool

#endif
