// SPDX-License-Identifier: MIT
#include "tool/port_forward.h"

#include <unistd.h>

#include "oauth/base/text.h"
#include "oauth/os/environment.h"

namespace tool {
namespace {

std::string_view word(std::string_view text, int index) {
  for (; index > 0; --index) {
    const std::size_t blank = text.find(' ');
    if (blank == text.npos) return {};
    text.remove_prefix(blank + 1);
  }
  return text.substr(0, text.find(' '));
}

// It is shown to be copied into a shell.
bool is_plain(std::string_view text) {
  return !text.empty() && text.find_first_not_of(
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
                              "wxyz0123456789.:-%") == text.npos;
}

}  // namespace

MachineNames machine_names() {
  char name[256] = {};
  if (gethostname(name, sizeof name - 1) != 0) name[0] = '\0';
  return {oauth::environment("SSH_CONNECTION"), name};
}

std::string forward_command(std::uint16_t port, std::string_view listening_host,
                            const MachineNames& names) {
  const std::string number = std::to_string(port);
  const std::string home = listening_host == "::1" ? "[::1]" : "127.0.0.1";
  const std::string_view server = word(names.ssh_connection, 2);
  const std::string_view server_port = word(names.ssh_connection, 3);
  std::string command = "ssh -L " + number + ":" + home + ":" + number + " ";
  if (is_plain(server) && oauth::parse_integer(server_port)) {
    if (server_port != "22") command.append("-p ").append(server_port).append(" ");
    return command.append(server);
  }
  return command + (is_plain(names.host_name) ? names.host_name : "THIS-MACHINE");
}

}  // namespace tool
