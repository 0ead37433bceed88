// SPDX-License-Identifier: MIT
#ifndef OAUTH_TOKEN_SOURCE_H
#define OAUTH_TOKEN_SOURCE_H

#include <optional>
#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/grant/grant.h"
#include "oauth/port/clock.h"
#include "oauth/port/network.h"
#include "oauth/port/random.h"
#include "oauth/port/token_store.h"

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

/// The only code that spends a refresh token.
///
/// A token that is fresh is handed out without a lock, a write or the network. Otherwise: take the
/// account's lock, read again (another process may have done the work), ask the server once, make
/// the answer durable, and only then use it. Final refusals are remembered and nothing is asked
/// again; transient ones back off; a token that still lives is used meanwhile.
class TokenSource {
 public:
  /// All are borrowed and must outlive it.
  TokenSource(TokenStore& store, const Grant& grant, Network& network, Clock& clock, Random& random)
      : store_(store), grant_(grant), network_(network), clock_(clock), random_(random) {}

  /// Returns a token that lives for `account.min_validity` from now, or a shorter one if no better
  /// can be had and it is still alive.
  /// Errors: those of TokenStore::load, of Grant::obtain and of Network::http.
  Result<AccessToken> current(const Account& account);

  /// Returns a token that was asked for just now, even if the old one is fresh; never the old one.
  /// Overrules a refusal that may have been mended at the provider (bad_config, refused), since a
  /// person is behind this; not a dead refresh token (consent_needed), nor a pause.
  /// Errors: as for `current`.
  Result<AccessToken> refreshed(const Account& account);

  /// Remembers that the mail server refused `token`, if it is still the account's, so that the next
  /// login gets another. Never asks the server: a refresh inside an exchange would keep two
  /// waiting; for the same reason it waits but bounds::refusal_lock_timeout for the lock.
  /// Errors: those of TokenStore.
  Result<void> note_refusal(const Account& account, const Secret& token);

 private:
  enum class Wanted { fresh, newer };

  /// What is the same all the while that the lock is held.
  struct Attempt {
    const Account& account;
    const StoreLease& lease;
    Wanted wanted;
  };

  static std::optional<Error> reason_against(const Record& record, Wanted wanted, TimePoint now);
  Result<AccessToken> get(const Account& account, Wanted wanted);
  Result<AccessToken> refresh(const Account& account, Record before, Wanted wanted);
  Result<AccessToken> ask(const Attempt& attempt, Record record);
  Result<AccessToken> keep(const Attempt& attempt, Record record, TokenReply reply,
                           TimePoint asked_at);
  Result<AccessToken> fail(const Attempt& attempt, Record record, Error error);
  Result<AccessToken> old_token_or(const Record& record, Error error, Wanted wanted);
  /// Asks the server; a DPoP nonce that comes back goes into the record.
  Result<TokenReply> obtain(const Account& account, Record& record, TimePoint now);
  double jitter();

  TokenStore& store_;
  const Grant& grant_;
  Network& network_;
  Clock& clock_;
  Random& random_;
};

}  // namespace oauth

#endif
