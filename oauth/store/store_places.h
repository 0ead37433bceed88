// SPDX-License-Identifier: MIT
#ifndef OAUTH_STORE_STORE_PLACES_H
#define OAUTH_STORE_STORE_PLACES_H

#include <string>
#include <vector>

namespace oauth {

/// Where the stores of one user lie.
struct StorePlaces {
  std::string configured;  // "[store] dir": then it alone counts
  std::string home;        // empty where the home must not count (setuid programs)
  std::string statedir;    // "/var/lib/sasl-oauth"
  std::string user;        // name in the password database; empty: unknown

  /// HOME/.local/state/sasl-oauth, a person's.
  std::string of_person() const;
  /// STATEDIR/USER, a service's.
  std::string of_service() const;
  /// STATEDIR/jail/USER, that of a service that jails itself.
  std::string of_jailed() const;

  /// Returns the folders in which a login looks for its account, first the likeliest.
  std::vector<std::string> all() const;
  /// Returns the same for a sentence: "FOLDER or FOLDER"; empty if there is none.
  std::string listed() const;
};

}  // namespace oauth

#endif
