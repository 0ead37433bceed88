// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_refresh(CLI::App& app, Options& options) {
  CLI::App& command =
      add_command(app, options, "refresh", "Ask for new access tokens now, whatever is left",
                  "Takes a corrected [client.NAME] of the configuration into account.\n\n"
                  "Example:\n  sasl-oauth refresh --all");
  CLI::Option& accounts = add_accounts(command, options, "the accounts");
  command.add_flag("--all", options.takes_all, "all accounts")->excludes(&accounts);
  add_json(command, options);
}

}  // namespace tool
