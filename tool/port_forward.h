// SPDX-License-Identifier: MIT
#ifndef TOOL_PORT_FORWARD_H
#define TOOL_PORT_FORWARD_H

#include <cstdint>
#include <string>
#include <string_view>

namespace tool {

/// What is known of the way to this machine.
struct MachineNames {
  std::string ssh_connection;  // $SSH_CONNECTION: "CLIENT PORT SERVER PORT"
  std::string host_name;
};

MachineNames machine_names();

/// Returns the command that has a port of another machine lead to the same one here:
/// "ssh -L 4321:127.0.0.1:4321 HOST". HOST is as the ssh session that we are in reached it, else
/// the host's name.
std::string forward_command(std::uint16_t port, std::string_view listening_host,
                            const MachineNames& names);

}  // namespace tool

#endif
