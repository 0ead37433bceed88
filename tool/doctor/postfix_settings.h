// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_POSTFIX_SETTINGS_H
#define TOOL_DOCTOR_POSTFIX_SETTINGS_H

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/port/program_output.h"

namespace tool {

/// Names and values, as in main.cf.
using PostfixParameters = std::map<std::string, std::string, std::less<>>;

/// A service of master.cf that runs Postfix's smtp client.
struct PostfixService {
  std::string name;  // "smtp", "relay"
  std::string type;  // "unix"
  bool is_jailed = false;
  PostfixParameters overrides;  // its "-o name=value"
  bool keeps_root = false;      // "n" for unprivileged
};

/// What Postfix does, by its own words.
struct PostfixSettings {
  PostfixParameters parameters;  // values with $names put in
  std::vector<PostfixService> services;

  /// Returns the parameter's value; empty if Postfix does not know it.
  std::string value(std::string_view name) const;
  /// The same for one service, which may override it.
  std::string value(const PostfixService& service, std::string_view name) const;
  /// Returns the environment variable that import_environment gives to Postfix's programs; empty:
  /// it sets none of that name.
  std::string imported(std::string_view name) const;
};

/// Asks postconf(1), which honours MAIL_CONFIG. Errors: no_access ("is not installed", or not
/// configured), unavailable.
oauth::Result<PostfixSettings> postfix_settings(oauth::Programs& programs);

/// Returns what main.cf itself says, as it is written there; what it does not say has Postfix's
/// default. Errors: as above.
oauth::Result<PostfixParameters> postfix_main_cf(oauth::Programs& programs);

/// Returns the smtp clients among the lines of `postconf -M`. A "-" for chroot means yes in Postfix
/// before compatibility level 1, and no from then on.
std::vector<PostfixService> parse_services(std::string_view text, std::string_view level);

/// Returns the words of a list, which Postfix separates by commas and blanks.
std::vector<std::string> postfix_words(std::string_view text);

}  // namespace tool

#endif
