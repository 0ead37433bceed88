// SPDX-License-Identifier: MIT
#ifndef OAUTH_TOKEN_SOURCE_H
#define OAUTH_TOKEN_SOURCE_H

#include "oauth/account.h"
#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/refresh.h"

namespace oauth {

/// Where a login gets its token.
///
/// A token that is fresh is handed out without a lock, a write or the network. Otherwise: take the
/// account's lock, read again (another process may have done the work), ask the server once, make
/// the answer durable, and only then use it. Final refusals are remembered and nothing is asked
/// again; transient ones back off; a token that still lives is used meanwhile.
class TokenSource {
 public:
  /// What the ports refer to must outlive it.
  explicit TokenSource(const RefreshPorts& ports) : ports_(ports) {}

  /// Returns a token that lives for `account.min_validity` from now, or a shorter one if no better
  /// can be had and it is still alive.
  /// Errors: those of TokenStore::load, of Refresh and of Network::http.
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
  Result<AccessToken> get(const Account& account, Wanted wanted);

  RefreshPorts ports_;
};

}  // namespace oauth

#endif
