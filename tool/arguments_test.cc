// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_test(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "test", "Sign in to the account's mail servers, and say how it went",
      "A real login and one command more, for each service and mechanism; no mail is read or "
      "sent.\nThe token is the one that any login would get now. Whatever the servers say, the "
      "account\nstays as it is. --verbose shows the whole dialogue, without secrets.\n\n"
      "Examples:\n"
      "  sasl-oauth test you@gmail.com\n"
      "  sasl-oauth test you@example.com smtp --mechanism XOAUTH2\n"
      "  sasl-oauth test you@example.com --server \"mail.example.com:587 starttls\"");
  add_account(command, options, "the account");
  command
      .add_option("service", options.services,
                  "imap, pop, smtp (all that the provider's sheet names)")
      ->type_name("SERVICE")
      ->check(CLI::IsMember({"imap", "pop", "smtp"}));
  command.add_option("--mechanism", options.mechanism, "this one alone: XOAUTH2 or OAUTHBEARER")
      ->type_name("NAME")
      ->check(CLI::IsMember({"XOAUTH2", "OAUTHBEARER"}));
  command
      .add_option("--server", options.server,
                  "this server instead of the sheet's: \"HOST:PORT\", or with tls or starttls "
                  "behind it")
      ->type_name("SERVER");
  command.add_option("--user", options.user, "sign in as this user")->type_name("NAME");
  add_json(command, options);
}

}  // namespace tool
