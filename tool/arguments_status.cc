// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_status(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "status", "Show the accounts: one line each",
      "Ends with 0 if all is fine, 77 if a person must sign in, 75 if a server is to be asked\n"
      "again later, 78 if something must be corrected.\n\n"
      "Example:\n  sasl-oauth status --json");
  add_accounts(command, options, "the accounts; all if none is given");
  add_json(command, options);
}

}  // namespace tool
