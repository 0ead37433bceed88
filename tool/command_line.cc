// SPDX-License-Identifier: MIT
#include "tool/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>
#include <vector>

#include "oauth/base/text.h"
#include "tool/token_format.h"

namespace tool {
namespace {

using oauth::bounds::seconds;

constexpr char version[] = "sasl-oauth " PACKAGE_VERSION;

constexpr char about[] =
    "Signs mail programs in to Gmail and other OAuth mail servers: a person signs in once, and "
    "from then on every program that uses Cyrus SASL signs in by itself.";

constexpr char first_steps[] =
    "First steps:\n"
    "  sasl-oauth login you@gmail.com --client client_secret.json\n"
    "  sasl-oauth status\n"
    "Each command has its own --help.\n\n"
    "Ends with 0 when done, 2 if the command line is wrong, 69 if a server broke the protocol,\n"
    "70 for a bug of ours, 75 if it may work later, 77 if a person must sign in, 78 if something\n"
    "must be corrected.";

std::int64_t unit_seconds(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3600;
    default:
      return 0;
  }
}

// Returns what "90s", "10m" or "1h" says; nothing for anything else, and beyond `longest`.
std::optional<seconds> duration_of(std::string_view text, seconds longest) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  const std::int64_t unit = unit_seconds(text.back());
  const auto count = oauth::parse_integer(text.substr(0, text.size() - 1));
  if (unit == 0 || !count || *count < 0 || *count * unit > longest.count()) return std::nullopt;
  return seconds(*count * unit);
}

void add_duration(CLI::App& app, const char* name, const char* about_it, seconds longest,
                  std::function<void(seconds)> take) {
  const auto fault_of = [=](const std::string& text) {
    if (duration_of(text, longest)) return std::string();
    return text + " is no duration from 0s to " + std::to_string(longest.count() / 3600) +
           "h; write it as in 90s, 10m or 1h";
  };
  app.add_option_function<std::string>(
         name, [=](const std::string& text) { take(*duration_of(text, longest)); }, about_it)
      ->check(fault_of)
      ->type_name("DURATION");
}

void add_common(CLI::App& app, Options& options) {
  const char* group = "Everywhere";
  app.add_option("--config", options.config_file, "read this configuration alone")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--store", options.store_folder, "keep and look for accounts in this folder")
      ->type_name("DIR")
      ->group(group);
  app.add_option("--for", options.for_user, "act for this user, such as postfix (needs root)")
      ->type_name("USER")
      ->group(group);
  app.add_flag("-q,--quiet", options.is_quiet, "say nothing but answers and errors")->group(group);
  app.add_flag("-v,--verbose", options.is_verbose, "say more; secrets stay out of it")
      ->group(group);
}

void add_json(CLI::App& app, Options& options) {
  app.add_flag("--json", options.wants_json, "answer in JSON");
}

CLI::App& add_command(CLI::App& app, Options& options, const char* name, const char* about_it,
                      const char* example) {
  CLI::App& command = *app.add_subcommand(name, about_it);
  command.footer(example);
  command.allow_extras();  // so that what is unknown is ours to explain
  add_common(command, options);
  return command;
}

void add_login(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "login", "Sign in with a browser, and keep the account",
      "The browser may be on another machine: open the address there, and paste the address that\n"
      "it ends at, or forward the port by ssh -L.\n\n"
      "Examples:\n"
      "  sasl-oauth login you@gmail.com --client client_secret.json\n"
      "  sudo sasl-oauth login relay@gmail.com --client client_secret.json --for postfix\n"
      "  sasl-oauth login you@example.com --provider example --client example");
  command.add_option("account", options.accounts, "your mail address")
      ->required()
      ->expected(1)
      ->allow_extra_args(false)
      ->type_name("ACCOUNT");
  command
      .add_option("--client", options.client,
                  "the client's JSON file from Google's console, or the NAME of a [client.NAME]")
      ->type_name("FILE|NAME");
  command.add_option("--provider", options.provider, "the provider, if it cannot be told")
      ->type_name("NAME");
  command.add_option("--scope", options.scope, "ask for this instead of the provider's scope")
      ->type_name("SCOPE");
  command.add_option("--user", options.user, "name to send to the mail server (shared mailboxes)")
      ->type_name("USER");
  command.add_flag_callback(
      "--no-browser", [&options] { options.has_browser = false; }, "only print the address");
  add_duration(command, "--timeout", "how long to wait for the browser (10m)",
               oauth::bounds::longest_sign_in_timeout,
               [&options](seconds timeout) { options.timeout = timeout; });
  add_json(command, options);
}

void add_token(CLI::App& app, Options& options) {
  CLI::App& command =
      add_command(app, options, "token", "Print an access token, refreshed if need be",
                  "For programs without Cyrus SASL. Examples:\n"
                  "  mutt    set imap_oauth_refresh_command = \"sasl-oauth token you@gmail.com\"\n"
                  "  msmtp   passwordeval sasl-oauth token you@gmail.com\n"
                  "  curl    curl -H \"$(sasl-oauth token you@gmail.com --format header)\" ...");
  command.add_option("account", options.accounts, "the account")
      ->required()
      ->expected(1)
      ->allow_extra_args(false)
      ->type_name("ACCOUNT");
  command
      .add_option("--format", options.format,
                  "token, header (Authorization: Bearer), xoauth2 or oauthbearer (the SASL message "
                  "in base64), json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(token_format_names()));
  add_duration(command, "--min-validity", "how long it must still be good (5m)",
               oauth::bounds::longest_min_validity,
               [&options](seconds validity) { options.min_validity = validity; });
  command.add_option("--host", options.host, "the mail server, for oauthbearer")->type_name("HOST");
  command.add_option("--port", options.port, "its port, for oauthbearer")
      ->type_name("PORT")
      ->check(CLI::Range(1, 65535));
}

void add_refresh(CLI::App& app, Options& options) {
  CLI::App& command =
      add_command(app, options, "refresh", "Ask for new access tokens now, whatever is left",
                  "Takes a corrected [client.NAME] of the configuration into account.\n\n"
                  "Example:\n  sasl-oauth refresh --all");
  auto* accounts = command.add_option("account", options.accounts, "the accounts");
  accounts->type_name("ACCOUNT");
  command.add_flag("--all", options.takes_all, "all accounts")->excludes(accounts);
  add_json(command, options);
}

void add_status(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "status", "Show the accounts: one line each",
      "Ends with 0 if all is fine, 77 if a person must sign in, 75 if a server is to be asked\n"
      "again later, 78 if something must be corrected.\n\n"
      "Example:\n  sasl-oauth status --json");
  command.add_option("account", options.accounts, "the accounts; all if none is given")
      ->type_name("ACCOUNT");
  add_json(command, options);
}

void add_remove(CLI::App& app, Options& options) {
  CLI::App& command =
      add_command(app, options, "remove", "Forget accounts and their tokens",
                  "What was granted stays granted at the provider until it is withdrawn there.\n\n"
                  "Example:\n  sasl-oauth remove you@gmail.com");
  command.add_option("account", options.accounts, "the accounts")->required()->type_name("ACCOUNT");
  command.add_flag("-y,--yes", options.is_confirmed, "do not ask");
}

void add_config(CLI::App& app, Options& options) {
  CLI::App& command = add_command(app, options, "config", "Check or show the configuration",
                                  "Examples:\n  sasl-oauth config check\n  sasl-oauth config show");
  add_command(command, options, "check", "Read every file, and tell what is wrong",
              "Ends with 0 if all is fine, else 78.\n\nExample:\n  sasl-oauth config check");
  add_command(command, options, "show", "Print what is in force, as TOML, with secrets masked",
              "Example:\n  sasl-oauth config show --config ./config.toml");
}

std::unique_ptr<CLI::App> make_app(Options& options) {
  auto app = std::make_unique<CLI::App>(about, "sasl-oauth");
  app->footer(first_steps);
  app->set_version_flag("--version", version, "print the version");
  app->set_help_flag("-h,--help", "print this help");
  app->get_formatter()->column_width(34);
  add_common(*app, options);
  add_login(*app, options);
  add_token(*app, options);
  add_refresh(*app, options);
  add_status(*app, options);
  add_remove(*app, options);
  add_config(*app, options);
  app->allow_extras();
  return app;
}

std::string unknown_option(const CLI::App& app, const std::string& path, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> names;
  for (const CLI::Option* each : app.get_options()) {
    for (const std::string& known : each->get_lnames()) names.push_back("--" + known);
  }
  std::string sentence = "there is no option " + oauth::printable(name, 100);
  if (const auto meant = oauth::nearest(name, {names.begin(), names.end()})) {
    return sentence.append("; did you mean ").append(*meant).append("?");
  }
  return sentence + "; see: " + path + " --help";
}

std::string unknown(const CLI::App& app, const std::string& path, const std::string& word) {
  if (oauth::starts_with(word, "-")) return unknown_option(app, path, word);
  const std::string shown = oauth::printable(word, 100);
  std::vector<std::string> names;
  for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(each->get_name());
  }
  if (names.empty()) return "\"" + shown + "\" is a word too many; see: " + path + " --help";
  std::string sentence = "there is no command \"" + shown + "\"; ";
  const auto meant = oauth::nearest(word, {names.begin(), names.end()});
  if (meant) return sentence.append("did you mean: " + path + " ").append(*meant).append("?");
  sentence += "there are ";
  for (std::size_t i = 0; i < names.size(); ++i) sentence += (i == 0 ? "" : ", ") + names[i];
  return sentence;
}

// Follows the commands that were given, down to the one that has no commands of its own.
void read_command(const CLI::App& app, const std::string& path, CommandLine& line) {
  std::vector<std::string> extras = app.remaining();
  // CLI11 counts the mark behind which all words are names among them.
  extras.erase(std::remove(extras.begin(), extras.end(), "--"), extras.end());
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  const bool has_commands = !app.get_subcommands([](const CLI::App*) { return true; }).empty();
  if (!extras.empty()) {
    line.mistake = unknown(app, path, extras[0]);
  } else if (!chosen.empty()) {
    line.command += (line.command.empty() ? "" : " ") + chosen[0]->get_name();
    read_command(*chosen[0], path + " " + chosen[0]->get_name(), line);
  } else if (has_commands) {
    line.mistake = "a command is missing; see: " + path + " --help";
  }
}

std::string help_for(const CLI::App& app) {
  std::string command = "sasl-oauth";
  for (const CLI::App* chosen : app.get_subcommands()) command += " " + chosen->get_name();
  return command + " --help";
}

}  // namespace

CommandLine parse_command_line(int count, const char* const* arguments) {
  std::vector<const char*> words(arguments, arguments + count);
  if (count > 1 && words[1] == std::string_view("help")) {
    words.erase(words.begin() + 1);
    words.push_back("--help");
  }
  CommandLine line;
  const std::unique_ptr<CLI::App> app = make_app(line.options);
  try {
    app->parse(static_cast<int>(words.size()), words.data());
    read_command(*app, "sasl-oauth", line);
  } catch (const CLI::Success& asked) {
    std::ostringstream answer;
    std::ostringstream nothing;
    app->exit(asked, answer, nothing);
    line.answer = answer.str();
  } catch (const CLI::ParseError& error) {
    line.mistake = oauth::printable(error.what(), 400) + "; see: " + help_for(*app);
  }
  return line;
}

}  // namespace tool
