// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_refresh(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "refresh", "Ask for new access tokens now, whatever is left",
      "Takes a corrected [client.NAME] of the configuration into account.\n\n"
      "--due is for a timer every five minutes: it asks in parallel, and only for tokens\n"
      "that would soon be too old for a login (or were not renewed for a day), never while\n"
      "a person is needed, and says nothing where nothing was due. Hooks in the\n"
      "configuration tell a person, once, where one is needed.\n\n"
      "Examples:\n  sasl-oauth refresh --all\n"
      "  */5 * * * *  sasl-oauth refresh --due   (in a crontab)");
  CLI::Option& accounts = add_accounts(command, options, "the accounts");
  command.add_option("--client", options.client,
                     "with --for: the user gets this client's new secret; without it he\n"
                     "keeps the one that he has");
  command.add_flag("--all", options.takes_all, "all accounts")->excludes(&accounts);
  command.add_flag("--due", options.is_due, "those that are due, of these or of all");
  add_json(command, options);
}

}  // namespace tool
