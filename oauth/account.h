// SPDX-License-Identifier: MIT
#ifndef OAUTH_ACCOUNT_H
#define OAUTH_ACCOUNT_H

#include <string>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/port/http.h"

namespace oauth {

/// An account to sign in with: its name in the store, and what the configuration says of it.
struct Account {
  std::string name;
  /// How long a token must still live, where the record does not say.
  seconds min_validity = bounds::min_validity;
  /// Where the record's own are not set.
  NetworkSettings network;
};

/// A token to send.
struct AccessToken {
  Secret token;
  std::string user;  // to send with it; empty: the login name
  TimePoint expires_at{};
  /// What went wrong without spoiling the login, for the log: a token that could not be saved, a
  /// refresh that failed while the old token lives. Printable, without secrets.
  std::vector<std::string> warnings;
};

}  // namespace oauth

#endif
