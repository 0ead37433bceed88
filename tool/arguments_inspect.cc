// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_inspect(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "inspect", "Show what is known of an account, a token file or a token",
      "Times, scopes, client, and what a token that is a JWT says of itself. Secrets are cut to a\n"
      "prefix; nobody is asked, and no token is spent.\n\n"
      "Examples:\n"
      "  sasl-oauth inspect you@gmail.com\n"
      "  sasl-oauth inspect ./tokens.json\n"
      "  oama access you@example.com | sasl-oauth inspect -");
  command
      .add_option("account", options.accounts,
                  "an account, a file (with a '/', or if it exists), or - for the standard input")
      ->required()
      ->expected(1)
      ->allow_extra_args(false)
      ->type_name("ACCOUNT|FILE|-");
  command.add_option("--decrypt", options.decrypt_command, "command that decrypts the file")
      ->type_name("COMMAND");
  command
      .add_option("--password-command", options.password_command,
                  "command that prints email-oauth2-proxy's login password")
      ->type_name("COMMAND");
  command.add_option("--password-file", options.password_file, "file with it on the first line")
      ->type_name("FILE");
  add_json(command, options);
}

}  // namespace tool
