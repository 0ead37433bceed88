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

/// How the next access token is got (RFC 6749 section 1.3).
enum class GrantType {
  refresh_token,       // a person signed in once
  client_credentials,  // the client is an account by itself (section 4.4)
  jwt_bearer,          // an assertion that we sign speaks for the user (RFC 7523 section 2.1)
  command              // a program prints it
};

/// All that a token request needs to know of the client and the server.
struct Client {
  std::string token_endpoint;
  std::string client_id;
  Secret client_secret;
  ClientAuthentication authentication = ClientAuthentication::client_secret_post;
  std::string scope;  // empty: as granted (RFC 6749 section 6)

  Secret key;                       // PEM: signs assertions, or proves the client under TLS
  std::string certificate;          // PEM: of that key
  std::string key_id;               // the assertion's "kid"
  std::string assertion_algorithm;  // "RS256", "PS256" or "ES256"; empty: as the key wants it
  std::string assertion_audience;   // empty: the token endpoint
  std::string assertion_file;       // whoever else signs the assertion puts it here, ever anew
  TimePoint expires_at{};           // end of the secret or certificate; epoch: not known
};

/// What an assertion says for which a server gives tokens (RFC 7523 section 3).
struct Assertion {
  std::string issuer;
  std::string subject;  // whom it speaks for
  Secret key;           // PEM
  std::string key_id;
};

/// A refusal that only a person can mend; while it stands nothing is asked of the server.
struct Verdict {
  ErrorKind kind = ErrorKind::consent_needed;  // or bad_config, refused
  std::string code;                            // the server's, "invalid_grant"
  std::string reason;                          // the sentence for the person
  TimePoint at{};
  Secret refresh_token;     // what was refused; with another refresh token the verdict is void
  std::string subcode{};    // the server's too, more specific: "AADSTS700082"
  TimePoint notified_at{};  // when the owner was told of it by a hook; epoch: not yet
};

/// One account as it is stored: the refresh token, the access token and what is needed to get the
/// next one with no configuration at all. doc/token-file.md describes the file.
struct Record {
  std::string account;
  std::string user;  // sent to the mail server instead of the login name, if not empty
  std::string provider;
  GrantType grant = GrantType::refresh_token;
  Client client;
  Assertion assertion;  // with jwt_bearer
  std::string command;  // with command: what /bin/sh -c is given
  /// The pattern account ("*@example.com") whose record holds grant, client and assertion for this
  /// one (store/derived_record.h); empty: this record holds them itself.
  std::string derived_from{};
  NetworkSettings network;              // what is set here goes before the configuration
  std::optional<seconds> min_validity;  // likewise

  Secret refresh_token;
  bool refresh_token_rotates = false;  // the last answer replaced it
  Secret dpop_key;         // that the refresh token is bound to (RFC 9449), PEM; empty: to none
  std::string dpop_nonce;  // the server's last one
  Secret access_token;
  TimePoint issued_at{};      // when the access token was asked for
  TimePoint expires_at{};     // epoch: none, or refused by the mail server
  TimePoint granted_at{};     // when a person last consented; epoch: unknown
  TimePoint renewed_at{};     // when the server last gave a token; epoch: unknown
  seconds grant_lifetime{0};  // how long a grant of this client lived before it died; 0: unknown
  std::optional<TimePoint> refresh_expires_at;  // as the server said, if it did
  TimePoint refresh_expiry_told_at{};           // when it first said so; epoch: unknown

  std::optional<Verdict> verdict;
  TimePoint failing_notified_at{};  // when its owner was told by a hook that nothing works, and
  TimePoint ending_notified_at{};   // that something ends soon; epoch: not yet
  unsigned notice_tries = 0;        // hooks in a row that told nobody
  TimePoint notice_tried_at{};      // the last of them
  unsigned failures = 0;            // transient ones in a row
  TimePoint next_attempt_at{};      // no request before; epoch: at once
  bool forced_refresh = false;      // the access token was got because its forerunner was refused
  bool was_refused = false;         // the mail server refused the access token

  /// The service's user whose store it is from, for sentences (`--for USER`); empty: a person's
  /// own. Not stored.
  std::string kept_for{};

  /// Something its owner should know of the file ("can be read by everybody"); not stored.
  std::string warning;

  /// Members this version does not know: name and JSON text, kept as they were read.
  std::vector<std::pair<std::string, Secret>> unknown;
};

}  // namespace oauth

#endif
