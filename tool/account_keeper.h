// SPDX-License-Identifier: MIT
#ifndef TOOL_ACCOUNT_KEEPER_H
#define TOOL_ACCOUNT_KEEPER_H

#include <optional>
#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/port/record.h"
#include "oauth/port/token_store.h"
#include "oauth/wire/token_reply.h"
#include "tool/sign_in_plan.h"

namespace tool {

/// The key that a refresh token is bound to (RFC 9449); empty if it is bound to none.
struct DpopBinding {
  oauth::Secret key;
  std::string nonce;  // the server's last one
};

/// What a sign-in brought.
struct SignedIn {
  std::string account;
  std::string user;  // from --user; empty: as before
  oauth::TokenReply reply;
  oauth::TimePoint at{};
  DpopBinding binding{};
};

/// Returns the record of an account that was just signed in: enough to refresh with no
/// configuration at all, the provider's own network settings among it.
oauth::Record make_record(const SignInPlan& plan, SignedIn signed_in);

/// What was kept.
struct KeptAccount {
  oauth::TimePoint expires_at{};
  std::vector<std::string> warnings;
};

/// Saves the record under the account's lock, and reads it back. Of an older record of the account
/// its user, its min_validity and the members that we do not know are kept; one that cannot be read
/// is replaced, with a warning.
/// Errors: those of TokenStore; internal if what was read is not what was written.
oauth::Result<KeptAccount> keep_account(oauth::TokenStore& store, oauth::Record record);

}  // namespace tool

#endif
