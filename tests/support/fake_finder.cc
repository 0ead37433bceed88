// SPDX-License-Identifier: MIT
#include "tests/support/fake_finder.h"

#include <utility>

namespace plugin {
namespace {

using oauth::Result;

class FakeCredential : public Credential {
 public:
  FakeCredential(Vault& vault, std::string token) : vault_(vault), token_(std::move(token)) {}

  Result<oauth::AccessToken> current() override {
    if (vault_.token_error) return *vault_.token_error;
    ++vault_.tokens_given;
    return oauth::AccessToken{oauth::Secret::copy_of(token_), vault_.user, oauth::TimePoint(),
                              vault_.warnings};
  }

  Result<void> note_refusal(const oauth::Secret& token) override {
    vault_.refused.emplace_back(token.reveal());
    if (vault_.refusal_error) return *vault_.refusal_error;
    return {};
  }

 private:
  Vault& vault_;
  std::string token_;
};

}  // namespace

Result<std::unique_ptr<Credential>> FakeFinder::for_account(const std::string& name) {
  vault_.accounts_asked.push_back(name);
  if (vault_.account_error) return *vault_.account_error;
  if (name != vault_.account) return std::unique_ptr<Credential>();
  return std::unique_ptr<Credential>(std::make_unique<FakeCredential>(vault_, vault_.token));
}

Result<std::unique_ptr<Credential>> FakeFinder::for_password(PasswordMeaning meaning,
                                                             const std::string&) {
  vault_.passwords.push_back(std::move(meaning));
  if (vault_.password_error) return *vault_.password_error;
  const PasswordMeaning& last = vault_.passwords.back();
  const bool is_literal = last.kind == PasswordMeaning::Kind::token;
  return std::unique_ptr<Credential>(std::make_unique<FakeCredential>(
      vault_, is_literal ? std::string(last.token.reveal()) : vault_.token));
}

}  // namespace plugin
