// SPDX-License-Identifier: MIT
#ifndef TOOL_IMPORT_PLAN_H
#define TOOL_IMPORT_PLAN_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/port/record.h"
#include "tool/options.h"
#include "tool/sign_in_plan.h"
#include "tool/terminal.h"

namespace tool {

/// Returns the provider whose token endpoint this is, by the whole URL, else by its host; empty if
/// none is known. Errors: bad_config, no_access (a provider's file).
oauth::Result<std::string> provider_of_endpoint(const SignInSources& sources,
                                                const std::string& token_endpoint);

/// Fills in what another tool's file does not tell of an account, so that it can be refreshed:
///
/// - its name: --account, else the file's;
/// - the provider: --provider, else by the token endpoint, else as the file names it, else as the
///   configuration says or by the mail domain; only an account with an endpoint of its own needs
///   none;
/// - the client: --client, else the file's, else typed by a person. A refresh token is of use to no
///   other client than the one that got it;
/// - the token endpoint: the file's, else the provider's. A client that comes from elsewhere is not
///   shown to an endpoint that only the file names.
/// Errors: bad_config (what is missing, and how to give it), no_access, unavailable.
oauth::Result<void> complete(oauth::Record& record, const SignInSources& sources,
                             const Options& options, Terminal& terminal);

}  // namespace tool

#endif
