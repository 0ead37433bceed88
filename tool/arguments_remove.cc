// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_remove(CLI::App& app, Options& options) {
  CLI::App& command = add_command(app, options, "remove", "Forget accounts and their tokens",
                                  "What was granted stays granted at the provider; \"sasl-oauth "
                                  "revoke\" withdraws it there first.\n\n"
                                  "Example:\n  sasl-oauth remove you@gmail.com");
  add_accounts(command, options, "the accounts").required();
  command.add_flag("-y,--yes", options.is_confirmed, "do not ask");
}

}  // namespace tool
