// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_export(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "export", "Write an account as a token file of sasl-xoauth2",
      "The file is for its owner alone, and replaces none without --force. Two programs must not\n"
      "refresh with the same tokens: remove the account here once the file is in use.\n\n"
      "Example:\n"
      "  sasl-oauth export you@gmail.com --output tokens.json");
  add_account(command, options, "the account");
  command.add_option("--format", options.export_format, "sasl-xoauth2, the only one there is")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"sasl-xoauth2"}));
  command.add_option("-o,--output", options.output, "the file; - for the standard output")
      ->type_name("FILE")
      ->required();
  command.add_flag("--force", options.is_forced, "replace a file that stands");
}

}  // namespace tool
