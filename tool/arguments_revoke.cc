// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_revoke(CLI::App& app, Options& options) {
  CLI::App& command = add_command(app, options, "revoke",
                                  "Have the provider refuse an account's tokens, and forget it",
                                  "The account is removed once the server has agreed. If the "
                                  "server cannot be reached, or asks\n"
                                  "to come later, nothing is changed.\n\n"
                                  "Example:\n"
                                  "  sasl-oauth revoke you@gmail.com");
  add_account(command, options, "the account");
  command.add_flag("-y,--yes", options.is_confirmed, "do not ask");
  command.add_flag("--keep", options.keeps, "keep the account, without its tokens");
  add_json(command, options);
}

}  // namespace tool
