// SPDX-License-Identifier: MIT
#include <memory>
#include <string>
#include <vector>

#include "tool/arguments.h"

namespace tool {
namespace {

// CLI11 would call both words by one name.
class Usage : public CLI::Formatter {
 public:
  Usage() { column_width(34); }
  std::string make_option_usage(const CLI::Option* option) const override {
    return option->get_type_name();
  }
};

}  // namespace

void add_postfix(CLI::App& app, Options& options) {
  CLI::App& command = add_command(
      app, options, "postfix", "Set Postfix up to send mail through an account",
      "Prints the commands, each with its reason. With --apply they are carried out: what is\n"
      "changed is shown before, a second time nothing is left to do, and the way back is told.\n"
      "Nothing of it is copied into Postfix's chroot. MAIL_CONFIG names another configuration\n"
      "folder of Postfix, as it does for postconf.\n\n"
      "RELAY is a server or a provider; without a port it is 587. Without RELAY it is the server\n"
      "of the account's provider. --for is Postfix's mail_owner if it is not given.\n"
      "--check ends with 0 if all is well, 77 if a person must sign in, else as doctor does.\n\n"
      "Examples:\n"
      "  sudo sasl-oauth login you@gmail.com --for postfix --client client_secret.json\n"
      "  sudo sasl-oauth postfix smtp.gmail.com you@gmail.com\n"
      "  sudo sasl-oauth postfix smtp.gmail.com you@gmail.com --apply\n"
      "  sudo sasl-oauth postfix smtp.gmail.com you@gmail.com --check");
  command.formatter(std::make_shared<Usage>());
  command
      .add_option_function<std::vector<std::string>>(
          "account",
          [&options](const std::vector<std::string>& words) {
            options.relay = words.size() > 1 ? words[0] : "";
            options.accounts = {words.back()};
          },
          "the server, such as smtp.gmail.com, and the account")
      ->required()
      ->expected(1, 2)
      ->type_name("[RELAY] ACCOUNT");
  CLI::Option& apply = *command.add_flag("--apply", options.is_applied, "do it (as root)");
  command.add_flag("--check", options.is_checked, "see whether it is done (as root)")
      ->excludes(&apply);
  command.add_flag("-y,--yes", options.is_confirmed, "with --apply: do not ask");
  add_json(command, options);
}

}  // namespace tool
