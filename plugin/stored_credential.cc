// SPDX-License-Identifier: MIT
#include "plugin/stored_credential.h"

#include <utility>

namespace plugin {

using oauth::Result;
using oauth::Secret;

StoredCredential::StoredCredential(std::unique_ptr<oauth::TokenStore> store,
                                   const oauth::RefreshPorts& ports, oauth::Account account,
                                   OtherUser user)
    : store_(std::move(store)),
      account_(std::move(account)),
      user_(std::move(user)),
      source_(ports) {}

Result<oauth::AccessToken> StoredCredential::current() {
  Result<oauth::AccessToken> token = source_.current(account_);
  if (!token) return token;
  if (!user_.by_configuration.empty()) token->user = user_.by_configuration;
  if (token->user.empty()) token->user = user_.by_lookup;
  return token;
}

Result<void> StoredCredential::note_refusal(const Secret& token) {
  return source_.note_refusal(account_, token);
}

LiteralCredential::LiteralCredential(Secret token) : token_(std::move(token)) {}

Result<oauth::AccessToken> LiteralCredential::current() {
  return oauth::AccessToken{token_.clone(), std::string(), oauth::TimePoint(), {}};
}

Result<void> LiteralCredential::note_refusal(const Secret&) { return {}; }

}  // namespace plugin
