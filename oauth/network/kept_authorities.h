// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_KEPT_AUTHORITIES_H
#define OAUTH_NETWORK_KEPT_AUTHORITIES_H

#include <map>
#include <string>
#include <utility>

#include "oauth/base/result.h"
#include "oauth/port/file_reader.h"
#include "oauth/port/http.h"

namespace oauth {

/// The certificates that clients trust, in memory: for a program that enters a jail, from where
/// their files cannot be read. Immutable once all is kept.
class KeptAuthorities {
 public:
  /// Reads and keeps what a client with these settings trusts: its ca_file and ca_dir (of which
  /// the files that OpenSSL would find, named HASH.N), or else the system's bundle, which is then
  /// also what the paths of that bundle and of the system's folder stand for.
  /// Errors: bad_config (missing, unreadable, or no certificate in it).
  Result<void> keep(const NetworkSettings& settings, FileReader& files);

  /// Returns what was kept for these settings, in PEM; NULL if nothing was. Lives as long as this.
  const std::string* find(const NetworkSettings& settings) const;

 private:
  using Places = std::pair<std::string, std::string>;  // ca_file, ca_dir

  std::map<Places, std::string> pem_;
};

}  // namespace oauth

#endif
