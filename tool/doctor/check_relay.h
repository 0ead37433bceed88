// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_CHECK_RELAY_H
#define TOOL_DOCTOR_CHECK_RELAY_H

#include <string>

#include "oauth/port/program_output.h"
#include "tool/doctor/finding.h"
#include "tool/doctor/postfix_settings.h"
#include "tool/postfix/relay.h"

namespace tool {

/// A relay and its user, and what Postfix's tables say of them.
struct RelayFacts {
  Relay relay;
  std::string user;
  std::string table;   // "hash:/etc/postfix/sasl_passwd"
  std::string found;   // the account that Postfix finds in it for the relay; empty: none
  std::string policy;  // what smtp_tls_policy_maps says of it: "may", "secure match=..."
};

/// Asks the tables, as Postfix would: with the rights of root.
RelayFacts relay_facts(const Relay& relay, const std::string& user, const PostfixSettings& settings,
                       oauth::Programs& programs);

/// Tells whether mail goes by the relay, with this account and under a TLS that checks whose server
/// it is.
Findings check_relay(const RelayFacts& facts, const PostfixSettings& settings);

}  // namespace tool

#endif
