// SPDX-License-Identifier: MIT
#ifndef TOOL_CODE_EXCHANGE_H
#define TOOL_CODE_EXCHANGE_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/login/authorization_code.h"
#include "oauth/login/redirect.h"
#include "oauth/port/clock.h"
#include "oauth/port/file_reader.h"
#include "oauth/port/network.h"
#include "oauth/port/random.h"
#include "tool/account_keeper.h"
#include "tool/sign_in_plan.h"
#include "tool/terminal.h"

namespace tool {

/// What a sign-in talks to; all borrowed.
struct SignInPorts {
  oauth::Network& network;
  oauth::Clock& clock;
  oauth::Random& random;
  Terminal& terminal;
  oauth::FileReader* files = nullptr;  // NULL: a client's assertion_file cannot be read
};

/// Returns the address at which the person signs in; the account is a hint for the page if it is a
/// mail address.
std::string sign_in_address(const SignInPlan& plan, const oauth::SignInAttempt& attempt,
                            const std::string& account);

/// Returns the redirect address of a sign-in whose answer a person pastes: nobody listens there.
std::string pasted_redirect_uri(const SignInPlan& plan);

/// Returns what the answer must agree with.
oauth::ExpectedRedirect expected_redirect(const SignInPlan& plan,
                                          const oauth::SignInAttempt& attempt);

/// Exchanges the code for tokens; where the provider's sheet wants it, bound to a new key.
/// Errors: those of exchange_code, Network::http and Network::new_ec_key.
oauth::Result<SignedIn> trade_code(const SignInPorts& ports, const SignInPlan& plan,
                                   const oauth::SignInAttempt& attempt, const oauth::Secret& code);

}  // namespace tool

#endif
