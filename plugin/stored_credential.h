// SPDX-License-Identifier: MIT
#ifndef PLUGIN_STORED_CREDENTIAL_H
#define PLUGIN_STORED_CREDENTIAL_H

#include <memory>
#include <string>

#include "oauth/account.h"
#include "oauth/port/token_store.h"
#include "oauth/refresh.h"
#include "oauth/token_source.h"
#include "plugin/credential.h"

namespace plugin {

/// Whom to sign in as, where that is not the login's own name.
struct OtherUser {
  std::string by_configuration;  // goes before what the record says
  std::string by_lookup;         // comes after it
};

/// An account in a store: our own record, or a token file by its path.
class StoredCredential : public Credential {
 public:
  /// `ports.store` is `*store`; what else they refer to must outlive this.
  StoredCredential(std::unique_ptr<oauth::TokenStore> store, const oauth::RefreshPorts& ports,
                   oauth::Account account, OtherUser user);

  oauth::Result<oauth::AccessToken> current() override;
  oauth::Result<void> note_refusal(const oauth::Secret& token) override;

 private:
  std::unique_ptr<oauth::TokenStore> store_;
  oauth::Account account_;
  OtherUser user_;
  oauth::TokenSource source_;
};

/// A token given as the password: there is nowhere to remember anything of it.
class LiteralCredential : public Credential {
 public:
  explicit LiteralCredential(oauth::Secret token);

  oauth::Result<oauth::AccessToken> current() override;
  oauth::Result<void> note_refusal(const oauth::Secret& token) override;

 private:
  oauth::Secret token_;
};

}  // namespace plugin

#endif
