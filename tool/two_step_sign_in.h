// SPDX-License-Identifier: MIT
#ifndef TOOL_TWO_STEP_SIGN_IN_H
#define TOOL_TWO_STEP_SIGN_IN_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/base/time_point.h"
#include "oauth/login/pending_sign_in.h"
#include "tool/code_exchange.h"
#include "tool/options.h"
#include "tool/pending_file.h"
#include "tool/sign_in_plan.h"

namespace tool {

/// A sign-in of a person in two runs of the tool, for scripts: one prints the address, another one
/// reads the address that the browser ended at.

/// Returns a new sign-in with this plan; it ends bounds::pending_sign_in from now. The options are
/// remembered, a client's file by its absolute path. Errors: those of begin_sign_in.
oauth::Result<oauth::PendingSignIn> new_pending(const SignInPorts& ports, const SignInPlan& plan,
                                                const Options& options);

/// Prints the address to open, as text or JSON, and how to go on.
void print_pending(Terminal& terminal, const SignInPlan& plan, const oauth::PendingSignIn& pending,
                   const Options& options);

/// Returns the sign-in of the account that was begun; one that has ended is removed.
/// Errors: consent_needed (none was begun, or it has ended), those of PendingFile.
oauth::Result<oauth::PendingSignIn> load_pending(const PendingFile& file,
                                                 const std::string& account, oauth::TimePoint now);

/// Chooses as the sign-in was begun.
void choose_as_begun(Options& options, const oauth::PendingSignIn& pending);

/// Returns the record that a sign-in with the client that was registered meanwhile would leave: who
/// plans again takes the client from it.
oauth::Record registered_record(const oauth::PendingSignIn& pending);

/// Returns whether this plan can finish it. Errors: bad_config (the configuration has changed).
oauth::Result<void> check_unchanged(const SignInPlan& plan, const oauth::PendingSignIn& pending);

/// Reads one line from `descriptor`, asking for it if a person types there.
/// Errors: unavailable (nothing came before `patience` was over), bad_config (the input is empty).
oauth::Result<oauth::Secret> read_address(Terminal& terminal, int descriptor,
                                          oauth::seconds patience);

}  // namespace tool

#endif
