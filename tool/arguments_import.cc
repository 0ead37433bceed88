// SPDX-License-Identifier: MIT
#include "oauth/import/foreign_kind.h"
#include "tool/arguments.h"

namespace tool {
namespace {

// "FILE", "KIND FILE" or "postfix": CLI11 fills from the left, so the words are sorted afterwards.
void sort_words(Options& options) {
  if (options.foreign_file.empty() && options.foreign_kind != "postfix") {
    std::swap(options.foreign_file, options.foreign_kind);
  }
  if (options.foreign_kind == "auto") options.foreign_kind.clear();
  if (options.foreign_kind.empty() || options.foreign_kind == "postfix") return;
  if (oauth::foreign_kind_from(options.foreign_kind)) return;
  std::string names = "auto, postfix";
  for (const std::string& name : oauth::foreign_kind_names()) names += ", " + name;
  throw CLI::ValidationError("kind", options.foreign_kind + " is not among " + names);
}

}  // namespace

void add_import(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "import", "Take accounts over from another tool",
      "FILE is a token file of sasl-xoauth2, mutt_oauth2.py, oama, Ortie, email-oauth2-proxy (its\n"
      "INI), MSAL, Google's libraries or a Go program, or pizauth's configuration; what it is, is\n"
      "told by its content. With \"postfix\" instead, all token files of Postfix's password map "
      "are\n"
      "taken. Each account is saved, and proved by one refresh; switch the old tool off then.\n\n"
      "Examples:\n"
      "  sasl-oauth import tokens.json --account you@gmail.com\n"
      "  sudo sasl-oauth import postfix --for postfix\n"
      "  sasl-oauth import you.tokens --decrypt 'gpg --decrypt' --client client_secret.json\n"
      "  sasl-oauth import emailproxy.config --password-command 'pass show proxy'");
  command.add_option("kind", options.foreign_kind, "whose file it is, if it cannot be told (auto)")
      ->type_name("[KIND]")
      ->required();
  command.add_option("file", options.foreign_file, "the file; - for the standard input")
      ->type_name("FILE");
  command.add_option("--account", options.account, "the mail address, or which of the file's")
      ->type_name("ADDRESS");
  command
      .add_option("--client", options.client,
                  "the client that got the tokens, if the file lacks it: its JSON file or NAME")
      ->type_name("FILE|NAME");
  command.add_option("--provider", options.provider, "the provider, if it cannot be told")
      ->type_name("NAME");
  command.add_option("--user", options.user, "name to send to the mail server (shared mailboxes)")
      ->type_name("USER");
  command
      .add_option("--decrypt", options.decrypt_command,
                  "command that decrypts the file: it is its standard input, and \"$1\"")
      ->type_name("COMMAND");
  command
      .add_option("--password-command", options.password_command,
                  "command that prints email-oauth2-proxy's login password")
      ->type_name("COMMAND");
  command.add_option("--password-file", options.password_file, "file with it on the first line")
      ->type_name("FILE");
  command.add_option("--map", options.map_file, "with postfix: the map's text file")
      ->type_name("FILE");
  command.add_flag("--replace", options.replaces, "put it in the place of an account that stands");
  command.add_flag("--dry-run", options.is_dry_run, "show what would be taken over, and stop");
  add_json(command, options);
  command.callback([&options] { sort_words(options); });
}

}  // namespace tool
