// SPDX-License-Identifier: MIT
#ifndef TOOL_POSTFIX_PLAN_H
#define TOOL_POSTFIX_PLAN_H

#include <string>
#include <string_view>
#include <vector>

#include "tool/doctor/postfix_settings.h"
#include "tool/postfix/relay.h"

namespace tool {

/// A parameter of main.cf, the value that it needs, and what for.
struct PostfixSetting {
  std::string name;
  std::string value;
  const char* reason = "";
};

/// What is known before a set-up is planned.
struct PostfixSituation {
  PostfixParameters now;  // values with $names put in; what is missing has Postfix's default
  /// "XOAUTH2", "OAUTHBEARER": what the relay takes.
  std::vector<std::string> mechanisms;
  /// The password map has passwords for other servers too.
  bool has_passwords = false;
  /// A file of CA certificates; empty if none was found.
  std::string ca_file;
};

/// The table with users and passwords.
struct PostfixMap {
  std::string table;        // "hash:/etc/postfix/sasl_passwd"
  std::string file;         // its source
  bool is_compiled = true;  // by postmap; false for a texthash
};

/// Returns the first table of smtp_sasl_password_maps that is made of a file, or the usual one.
PostfixMap password_map_of(const PostfixParameters& now);

/// All that Postfix needs in order to send by a relay with an account's tokens.
struct PostfixPlan {
  Relay relay;
  std::string user;
  std::vector<PostfixSetting> settings;
  PostfixMap map;
};

/// Returns the plan. What Postfix has already and will do stays as it is: a stricter TLS level, a
/// filter that lets one of the mechanisms pass, the map.
PostfixPlan plan_postfix(const Relay& relay, const std::string& user,
                         const PostfixSituation& situation);

/// Returns those settings of the plan whose value is another one now.
std::vector<PostfixSetting> missing_settings(const PostfixPlan& plan, const PostfixParameters& now);

/// Returns whether a level of smtp_tls_security_level makes sure whose certificate it is.
bool checks_certificates(std::string_view level);

/// Returns the name of the first file of the system's CA certificates that `exists`.
std::string system_ca_file(bool (*exists)(const char* path));

}  // namespace tool

#endif
