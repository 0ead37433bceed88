// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_status(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "status", "Show the accounts: one line each",
      "Ends with 0 if all is fine, 77 if a person must sign in, 75 if a server is to be asked\n"
      "again later, 78 if something must be corrected. What ends soon is shown, but ends with 0\n"
      "unless --strict is given: then with 77, or 78 for a client's secret or certificate.\n\n"
      "Examples:\n"
      "  sasl-oauth status\n"
      "  sasl-oauth status --quiet --strict --warn-within 336h   (for monitoring)\n"
      "  sasl-oauth status --json");
  add_accounts(command, options, "the accounts; all if none is given");
  command.add_flag("--strict", options.is_strict, "what ends soon decides on the exit code too");
  add_duration(command, "--warn-within", "warn so long before an end, instead of in due time",
               oauth::bounds::longest_grant_limit,
               [&options](oauth::bounds::seconds ahead) { options.warn_ahead = ahead; });
  add_json(command, options);
}

}  // namespace tool
