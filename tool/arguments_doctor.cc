// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_doctor(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "doctor", "Find out why a login fails: every finding with its remedy",
      "Looks at the plugin and its rivals, the configuration, the accounts, servers and clock,\n"
      "Postfix, mbsync and mutt. Changes nothing, spends no token, shows no secret.\n"
      "Ends with 0 if there is no problem, 78 if there is, 75 if each may pass by itself.\n\n"
      "Examples:\n"
      "  sasl-oauth doctor you@gmail.com --program mbsync\n"
      "  sudo sasl-oauth doctor --for postfix");
  add_accounts(command, options, "the accounts; all if none is given");
  command
      .add_option("--program", options.program,
                  "as this program sees it, such as mbsync (smtp with --for postfix)")
      ->type_name("NAME");
  command.add_flag("--offline", options.is_offline, "ask no server");
  add_json(command, options);
}

}  // namespace tool
