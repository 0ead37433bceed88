// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_FAKE_FINDER_H
#define TESTS_SUPPORT_FAKE_FINDER_H

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugin/credential.h"

namespace plugin {

/// What a FakeFinder holds, and what was asked of it.
struct Vault {
  std::string account = "u@example.org";  // the one account
  std::string token = "ya29.of-the-account";
  std::string user;  // that goes with it
  std::vector<std::string> warnings;

  std::optional<oauth::Error> account_error;
  std::optional<oauth::Error> password_error;
  std::optional<oauth::Error> token_error;
  std::optional<oauth::Error> refusal_error;

  std::vector<std::string> accounts_asked;
  std::vector<PasswordMeaning> passwords;
  std::vector<std::string> refused;
  int tokens_given = 0;
};

/// Credentials from a vault, which must outlive it. A literal token is its own credential; any
/// other password stands for the account's.
class FakeFinder : public CredentialFinder {
 public:
  explicit FakeFinder(Vault& vault) : vault_(vault) {}
  oauth::Result<std::unique_ptr<Credential>> for_account(const std::string& name) override;
  oauth::Result<std::unique_ptr<Credential>> for_password(PasswordMeaning meaning,
                                                          const std::string& user) override;

 private:
  Vault& vault_;
};

}  // namespace plugin

#endif
