// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_RECORD_H
#define OAUTH_PORT_RECORD_H

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oauth/base/client_authentication.h"
#include "oauth/base/error.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/port/http.h"

namespace oauth {

/// All that a token request needs to know of the client and the server.
struct Client {
  std::string token_endpoint;
  std::string client_id;
  Secret client_secret;
  ClientAuthentication authentication = ClientAuthentication::client_secret_post;
  std::string scope;  // empty: as granted (RFC 6749 section 6)
};

/// A refusal that only a person can mend; while it stands nothing is asked of the server.
struct Verdict {
  ErrorKind kind = ErrorKind::consent_needed;  // or bad_config, refused
  std::string code;                            // the server's, "invalid_grant"
  std::string reason;                          // the sentence for the person
  TimePoint at{};
  Secret refresh_token;  // what was refused; with another refresh token the verdict is void
};

/// One account as it is stored: the refresh token, the access token and what is needed to get the
/// next one with no configuration at all. doc/token-file.md describes the file.
struct Record {
  std::string account;
  std::string user;  // sent to the mail server instead of the login name, if not empty
  std::string provider;
  Client client;
  NetworkSettings network;              // what is set here goes before the configuration
  std::optional<seconds> min_validity;  // likewise

  Secret refresh_token;
  Secret dpop_key;         // that the refresh token is bound to (RFC 9449), PEM; empty: to none
  std::string dpop_nonce;  // the server's last one
  Secret access_token;
  TimePoint issued_at{};                        // when the access token was asked for
  TimePoint expires_at{};                       // epoch: none, or refused by the mail server
  TimePoint granted_at{};                       // when a person last consented; epoch: unknown
  std::optional<TimePoint> refresh_expires_at;  // as the server said, if it did

  std::optional<Verdict> verdict;
  unsigned failures = 0;        // transient ones in a row
  TimePoint next_attempt_at{};  // no request before; epoch: at once
  bool forced_refresh = false;  // the access token was got because its forerunner was refused
  bool was_refused = false;     // the mail server refused the access token

  /// Something its owner should know of the file ("can be read by everybody"); not stored.
  std::string warning;

  /// Members this version does not know: name and JSON text, kept as they were read.
  std::vector<std::pair<std::string, Secret>> unknown;
};

}  // namespace oauth

#endif
