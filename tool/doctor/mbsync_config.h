// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_MBSYNC_CONFIG_H
#define TOOL_DOCTOR_MBSYNC_CONFIG_H

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

/// A line of the file that says something of an account; 0: it does not.
struct MbsyncLine {
  std::size_t number = 0;
  std::string key;  // as it is written there
};

/// An account of mbsync's configuration, or a store that is its own account. No password is kept.
struct MbsyncAccount {
  std::string name;
  std::size_t line = 0;
  std::string host;
  std::string user;
  std::vector<std::string> mechanisms;  // AuthMechs; none: any
  std::string encryption;               // SSLType or TLSType; empty: the default, which is TLS
  MbsyncLine host_line;
  MbsyncLine mechanisms_line;
  MbsyncLine encryption_line;
  MbsyncLine password_line;  // Pass or PassCmd
};

/// Returns the accounts in ~/.mbsyncrc. Read as leniently as can be: what is not understood is
/// mbsync's to complain about.
std::vector<MbsyncAccount> parse_mbsyncrc(std::string_view text);

}  // namespace tool

#endif
