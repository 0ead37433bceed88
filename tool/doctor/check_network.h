// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_CHECK_NETWORK_H
#define TOOL_DOCTOR_CHECK_NETWORK_H

#include <optional>
#include <string>
#include <vector>

#include "oauth/port/clock.h"
#include "oauth/port/network.h"
#include "oauth/port/program_output.h"
#include "tool/doctor/finding.h"

namespace tool {

/// A server that tokens come from, and how it is reached.
struct TokenServer {
  std::string url;
  oauth::NetworkSettings network;
};

struct NetworkQuestion {
  std::vector<TokenServer> token_servers;
  std::vector<std::string> mail_hosts;
  std::string proxy_of_environment;  // https_proxy or its like; empty: none
  bool is_offline = false;           // look at this machine alone
};

/// Looks at certificates, names, token servers, and at the clock by their answers. No request has a
/// secret in it: a token server is asked for its token endpoint by GET, which it refuses.
class NetworkCheck {
 public:
  NetworkCheck(oauth::Network& network, oauth::Clock& clock, oauth::Programs& programs)
      : network_(network), clock_(clock), programs_(programs) {}

  /// Takes bounds::doctor_network_time at most, and one request more.
  Findings run(const NetworkQuestion& question);
  /// What the answers of run() say of this machine's clock.
  Findings clock_findings(bool is_offline) const;

 private:
  Findings check_certificates(const NetworkQuestion& question);
  Finding check_server(const TokenServer& server, const std::string& proxy_of_environment);
  Finding check_name(const std::string& host);
  bool is_time_up() const;

  oauth::Network& network_;
  oauth::Clock& clock_;
  oauth::Programs& programs_;
  oauth::TimePoint started_at_{};
  std::optional<oauth::seconds> ahead_;  // how far this machine is ahead of the servers
};

}  // namespace tool

#endif
