// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_add(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "add", "Add an account that no person signs in",
      "It asks for one token, and keeps the account if it gets it. \"*@DOMAIN\" is an account for\n"
      "all users of a domain.\n\n"
      "Examples:\n"
      "  sasl-oauth add you@example.com --key service-account.json\n"
      "  sasl-oauth add \"*@example.com\" --key service-account.json --try you@example.com\n"
      "  sasl-oauth add relay@example.com --grant client_credentials --client NAME\n"
      "  sasl-oauth add me@example.com --command 'gcloud auth print-access-token'");
  add_account(command, options, "a mail address, or \"*@DOMAIN\"");
  command
      .add_option("--grant", options.grant,
                  "client_credentials, jwt_bearer or command; implied by --key and --command")
      ->type_name("GRANT");
  command
      .add_option("--client", options.client,
                  "with client_credentials: the NAME of a [client.NAME] of the configuration")
      ->type_name("NAME");
  command
      .add_option("--key", options.key_file,
                  "with jwt_bearer: the service account's JSON key file from Google's console")
      ->type_name("FILE");
  command
      .add_option("--command", options.token_command,
                  "what prints a token on its first line, or JSON with access_token and expires_in")
      ->type_name("LINE");
  command.add_option("--try", options.trial_user, "with a pattern: a user to try it with")
      ->type_name("USER");
  add_provider(command, options);
  add_scope_and_user(command, options);
  add_json(command, options);
}

}  // namespace tool
