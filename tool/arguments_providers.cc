// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_providers(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "providers", "Show the providers that are known, and how to get a client",
      "A provider of your own, or a correction of one of these, is a [provider.NAME] table of the\n"
      "configuration, or a file NAME.toml beside it.\n\n"
      "Examples:\n"
      "  sasl-oauth providers\n"
      "  sasl-oauth providers microsoft");
  command.add_option("name", options.provider, "the provider; all if none is given")
      ->type_name("NAME");
  add_json(command, options);
}

}  // namespace tool
