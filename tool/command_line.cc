// SPDX-License-Identifier: MIT
#include "tool/command_line.h"

#include <algorithm>
#include <memory>
#include <sstream>
#include <string_view>
#include <vector>

#include "oauth/base/text.h"
#include "tool/arguments.h"

namespace tool {
namespace {

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

std::unique_ptr<CLI::App> make_app(Options& options) {
  auto app = std::make_unique<CLI::App>(about, "sasl-oauth");
  app->footer(first_steps);
  app->set_version_flag("--version", version, "print the version");
  app->set_help_flag("-h,--help", "print this help");
  app->get_formatter()->column_width(34);
  add_common(*app, options);
  add_login(*app, options);
  add_add(*app, options);
  add_token(*app, options);
  add_test(*app, options);
  add_refresh(*app, options);
  add_status(*app, options);
  add_doctor(*app, options);
  add_remove(*app, options);
  add_import(*app, options);
  add_export(*app, options);
  add_revoke(*app, options);
  add_inspect(*app, options);
  add_postfix(*app, options);
  add_providers(*app, options);
  add_discover(*app, options);
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
  if (word.find("code=") != word.npos) {
    return "an address with a code in it is a secret, which a command line does not keep; give it "
           "on"
           " standard input: sasl-oauth login ACCOUNT --finish <FILE";
  }
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
