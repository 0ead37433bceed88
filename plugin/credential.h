// SPDX-License-Identifier: MIT
#ifndef PLUGIN_CREDENTIAL_H
#define PLUGIN_CREDENTIAL_H

#include <memory>
#include <string>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/token_source.h"
#include "plugin/password.h"

namespace plugin {

/// What one login signs in with: an account of ours, a token file or a literal token.
class Credential {
 public:
  virtual ~Credential() = default;
  /// Returns the token to send. Errors: as TokenSource::current.
  virtual oauth::Result<oauth::AccessToken> current() = 0;
  /// Remembers that the server refused it, where there is a place to remember it in.
  virtual oauth::Result<void> note_refusal(const oauth::Secret& token) = 0;
};

/// Finds what a login signs in with.
class CredentialFinder {
 public:
  virtual ~CredentialFinder() = default;

  /// Returns the credential of the account of that name, or NULL if we hold none.
  /// Errors: bad_config, no_access.
  virtual oauth::Result<std::unique_ptr<Credential>> for_account(const std::string& name) = 0;

  /// Returns the credential that a password stands for. `user` is the login's.
  /// Errors: no_access (an account or file that is missing; the sentence names it and the remedy),
  /// and those of for_account.
  virtual oauth::Result<std::unique_ptr<Credential>> for_password(PasswordMeaning meaning,
                                                                  const std::string& user) = 0;
};

}  // namespace plugin

#endif
