// SPDX-License-Identifier: MIT
#include "tool/arguments.h"

namespace tool {

void add_discover(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "discover", "Ask an authorization server about itself",
      "Takes an issuer's URL, a mail domain, or the URL of an openid-configuration document, and\n"
      "prints what it finds as a table for the configuration. It changes nothing.\n\n"
      "Examples:\n"
      "  sasl-oauth discover https://sso.example.com/realms/mail\n"
      "  sasl-oauth discover example.com --json\n"
      "  sasl-oauth discover example.com >>~/.config/sasl-oauth/config.toml");
  command.add_option("what", options.issuer, "URL or domain")->required()->type_name("WHAT");
  add_json(command, options);
}

}  // namespace tool
