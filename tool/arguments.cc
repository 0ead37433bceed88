// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

#include <optional>
#include <string>
#include <string_view>

#include "oauth/base/duration.h"

namespace tool {
namespace {

using oauth::bounds::seconds;

// Returns what "90s", "10m", "1h" or "7d" says; nothing for anything else, and beyond `longest`.
std::optional<seconds> duration_of(std::string_view text, seconds longest) {
  const auto duration = oauth::parse_duration(text);
  return duration && *duration <= longest ? duration : std::nullopt;
}

}  // namespace

void add_common(CLI::App& app, Options& options) {
  const char* group = "Everywhere";
  app.add_option("--config", options.config_file, "read this configuration alone")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--store", options.store_folder, "keep and look for accounts in this folder")
      ->type_name("DIR")
      ->group(group);
  app.add_option("--for", options.for_user, "act for this user, such as postfix (needs root)")
      ->type_name("USER")
      ->group(group);
  app.add_flag("-q,--quiet", options.is_quiet, "say nothing but answers and errors")->group(group);
  app.add_flag("-v,--verbose", options.is_verbose, "say more; secrets stay out of it")
      ->group(group);
}

void add_json(CLI::App& app, Options& options) {
  app.add_flag("--json", options.wants_json, "answer in JSON");
}

CLI::App& add_command(CLI::App& app, Options& options, const char* name, const char* about_it,
                      const char* example) {
  CLI::App& command = *app.add_subcommand(name, about_it);
  command.footer(example);
  command.allow_extras();  // so that what is unknown is ours to explain
  add_common(command, options);
  return command;
}

void add_account(CLI::App& command, Options& options, const char* about_it) {
  command.add_option("account", options.accounts, about_it)
      ->required()
      ->expected(1)
      ->allow_extra_args(false)
      ->type_name("ACCOUNT");
}

CLI::Option& add_accounts(CLI::App& command, Options& options, const char* about_it) {
  return *command.add_option("account", options.accounts, about_it)->type_name("ACCOUNT");
}

void add_provider(CLI::App& command, Options& options) {
  command.add_option("--provider", options.provider, "the provider, if it cannot be told")
      ->type_name("NAME");
  command
      .add_option("--tenant", options.tenant,
                  "the organisation's domain or id, where the provider has tenants (Microsoft)")
      ->type_name("TENANT");
}

void add_scope_and_user(CLI::App& command, Options& options) {
  command.add_option("--scope", options.scope, "ask for this instead of the provider's scope")
      ->type_name("SCOPE");
  command.add_option("--user", options.user, "name to send to the mail server (shared mailboxes)")
      ->type_name("USER");
}

void add_duration(CLI::App& app, const char* name, const char* about_it, seconds longest,
                  std::function<void(seconds)> take) {
  const auto fault_of = [=](const std::string& text) {
    if (duration_of(text, longest)) return std::string();
    return text + " is no duration from 0s to " + std::to_string(longest.count() / 3600) +
           "h; write it as in 90s, 10m, 1h or 7d";
  };
  app.add_option_function<std::string>(
         name, [=](const std::string& text) { take(*duration_of(text, longest)); }, about_it)
      ->check(fault_of)
      ->type_name("DURATION");
}

}  // namespace tool
