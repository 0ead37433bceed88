// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_CHECK_POSTFIX_H
#define TOOL_DOCTOR_CHECK_POSTFIX_H

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tool/doctor/finding.h"
#include "tool/doctor/password_map.h"
#include "tool/doctor/postfix_settings.h"

namespace tool {

/// All that is known of how Postfix signs in.
struct PostfixFacts {
  PostfixSettings settings;
  std::vector<PasswordEntry> passwords;
  /// Whether Postfix's user has an account that serves this one; not set if we are not he and
  /// cannot know.
  std::function<bool(const std::string&)> serves;
  std::size_t accounts = 0;          // that he has
  bool is_asked_for = false;         // --for postfix, or --program smtp
  bool ranks_high = false;           // in his smtp
  bool takes_along = false;          // smtp is in plugin.conf's table `jailed:` as his
  std::string ca_file;               // the system's CA certificates; empty: none found
  bool claims_no_plaintext = false;  // plugin.conf
  /// Whether there is a file of that path.
  std::function<bool(const std::string&)> has_file;
};

/// Whether this Postfix has, or shall have, anything to do with us.
bool concerns_us(const PostfixFacts& facts);

/// Tells what of Postfix's settings keeps a token from being sent, or endangers it, each with the
/// postconf command that mends it. Of a Postfix that has nothing to do with us, just that.
Findings check_postfix(const PostfixFacts& facts);

}  // namespace tool

#endif
