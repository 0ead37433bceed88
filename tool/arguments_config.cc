// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_config(CLI::App& app, Options& options) {
  CLI::App& command = add_command(app, options, "config", "Check or show the configuration",
                                  "Examples:\n  sasl-oauth config check\n  sasl-oauth config show");
  add_command(command, options, "check", "Read every file, and tell what is wrong",
              "Ends with 0 if all is fine, else 78.\n\nExample:\n  sasl-oauth config check");
  add_command(command, options, "show", "Print what is in force, as TOML, with secrets masked",
              "Example:\n  sasl-oauth config show --config ./config.toml");
}

}  // namespace tool
