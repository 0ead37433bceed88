// SPDX-License-Identifier: MIT
#include "tool/arguments.h"
#include "tool/token_format.h"

namespace tool {

void add_token(CLI::App& app, Options& options) {
  CLI::App& command =
      add_command(app, options, "token", "Print an access token, refreshed if need be",
                  "For programs without Cyrus SASL. Examples:\n"
                  "  mutt    set imap_oauth_refresh_command = \"sasl-oauth token you@gmail.com\"\n"
                  "  msmtp   passwordeval sasl-oauth token you@gmail.com\n"
                  "  curl    curl -H \"$(sasl-oauth token you@gmail.com --format header)\" ...");
  add_account(command, options, "the account");
  command
      .add_option("--format", options.format,
                  "token, header (Authorization: Bearer), xoauth2 or oauthbearer (the SASL message "
                  "in base64), json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(token_format_names()));
  add_duration(command, "--min-validity", "how long it must still be good (5m)",
               oauth::bounds::longest_min_validity,
               [&options](oauth::bounds::seconds validity) { options.min_validity = validity; });
  command.add_option("--host", options.host, "the mail server, for oauthbearer")->type_name("HOST");
  command.add_option("--port", options.port, "its port, for oauthbearer")
      ->type_name("PORT")
      ->check(CLI::Range(1, 65535));
}

}  // namespace tool
