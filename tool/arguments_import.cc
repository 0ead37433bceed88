// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include "oauth/base/text.h"
#include "oauth/import/foreign_kind.h"
#include "tool/arguments.h"

namespace tool {
namespace {

// "FILE", "KIND FILE" or "postfix".
void sort_words(const std::vector<std::string>& words, Options& options) {
  if (words.size() == 1 && words[0] == "postfix") {
    options.foreign_kind = "postfix";
    return;
  }
  if (words.size() > 2) {
    throw CLI::ValidationError("file", oauth::printable(words[2], 100) + " is a word too many");
  }
  options.foreign_file = words.back();
  if (words.size() == 1 || words[0] == "auto") return;
  options.foreign_kind = words[0];
  if (oauth::foreign_kind_from(words[0])) return;
  std::string names = "auto";
  for (const std::string& name : oauth::foreign_kind_names()) names += ", " + name;
  throw CLI::ValidationError("kind", oauth::printable(words[0], 100) + " is not among " + names);
}

}  // namespace

void add_import(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "import", "Take accounts over from another tool",
      "FILE is a token file of sasl-xoauth2, mutt_oauth2.py, oama, Ortie, email-oauth2-proxy (its\n"
      "INI), MSAL, Google's libraries or a Go program, or pizauth's configuration: its content\n"
      "tells. With \"postfix\", all token files of Postfix's password maps are taken. Each account "
      "is\n"
      "saved, and proved by one refresh. Switch the old tool off then.\n\n"
      "Examples:\n"
      "  sasl-oauth import tokens.json --account you@gmail.com\n"
      "  sudo sasl-oauth import postfix --for postfix\n"
      "  sasl-oauth import you.tokens --decrypt 'gpg --decrypt' --client client_secret.json\n"
      "  sasl-oauth import emailproxy.config --password-command 'pass show proxy'");
  command
      .add_option_function<std::vector<std::string>>(
          "file", [&options](const std::vector<std::string>& words) { sort_words(words, options); },
          "the file, or - for the standard input; the kind, where it cannot be told, before it")
      ->required()
      ->expected(-1)
      ->type_name("[KIND] FILE|postfix");
  command.add_option("--account", options.account, "the mail address, or which of the file's")
      ->type_name("ADDRESS");
  command
      .add_option("--client", options.client,
                  "the client that got the tokens, if the file lacks it: its JSON file or NAME")
      ->type_name("FILE|NAME");
  command.add_option("--provider", options.provider, "the provider, if it cannot be told")
      ->type_name("NAME");
  command.add_option("--scope", options.scope, "a service account's scope, if not the provider's")
      ->type_name("SCOPE");
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
}

}  // namespace tool
