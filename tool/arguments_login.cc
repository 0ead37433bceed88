// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_login(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "login", "Sign in with a browser, and keep the account",
      "The browser may be on another machine: open the address there, and paste the address that\n"
      "it ends at, or forward the port by ssh -L. With --device a page that may be opened on any\n"
      "device, a phone for one, wants a short code instead; not every provider has that for mail,\n"
      "and Google does not.\n\n"
      "Examples:\n"
      "  sasl-oauth login you@gmail.com --client client_secret.json\n"
      "  sudo sasl-oauth login relay@gmail.com --client client_secret.json --for postfix\n"
      "  sasl-oauth login you@example.com --provider example --client example --device\n"
      "  sasl-oauth login you@example.com --issuer https://sso.example.com\n"
      "  sasl-oauth login you@example.com --server imap.example.com\n"
      "  sasl-oauth login you@example.com --begin      # then, within ten minutes:\n"
      "  sasl-oauth login you@example.com --finish <FILE-WITH-THE-ADDRESS");
  add_account(command, options, "your mail address");
  command
      .add_option("--client", options.client,
                  "the client's JSON file from Google's console, or the NAME of a [client.NAME]")
      ->type_name("FILE|NAME");
  add_provider(command, options);
  command
      .add_option("--issuer", options.issuer,
                  "find the provider: an issuer's URL, a mail domain, or a document's URL")
      ->type_name("URL|DOMAIN");
  command
      .add_option("--server", options.server,
                  "find the provider: ask this IMAP server where its tokens come from")
      ->type_name("HOST[:PORT]");
  command.add_flag("--register", options.registers,
                   "have the server make a client for us, even if there is one");
  add_scope_and_user(command, options);
  command.add_flag_callback(
      "--no-browser", [&options] { options.has_browser = false; },
      "print the address, and wait for its answer on a port or pasted");
  command.add_flag("--paste", options.wants_paste,
                   "print the address, open no port, and wait for what is pasted");
  command.add_flag("--begin", options.begins,
                   "print the address and end; for scripts, with --finish");
  command.add_flag("--finish", options.finishes,
                   "read the address that the browser ended at from standard input");
  command.add_flag("--device", options.wants_device,
                   "sign in by a code that is typed on any device");
  add_duration(command, "--timeout", "how long to wait for the person (10m, or a code's life)",
               oauth::bounds::longest_sign_in_timeout,
               [&options](oauth::bounds::seconds timeout) { options.timeout = timeout; });
  add_json(command, options);
}

}  // namespace tool
