// SPDX-License-Identifier: MIT
#ifndef TOOL_SIGN_IN_PLAN_H
#define TOOL_SIGN_IN_PLAN_H

#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/config.h"
#include "oauth/config_loader.h"
#include "oauth/port/file_reader.h"
#include "oauth/port/record.h"
#include "oauth/provider.h"
#include "oauth/secret_reference.h"
#include "tool/options.h"
#include "tool/server_finder.h"

namespace tool {

/// What a plan is made from; all borrowed.
struct SignInSources {
  const oauth::Configuration& configuration;
  oauth::ConfigLoader& loader;
  oauth::SecretResolver& secrets;
  oauth::FileReader& files;
  ServerFinder* finder = nullptr;  // NULL: no server is asked about itself
};

/// Who signs in where.
struct SignInPlan {
  oauth::Provider provider;
  oauth::Client client;      // its scope is what will be asked for
  std::string redirect_uri;  // as client or provider name it; empty: any port of 127.0.0.1
  oauth::NetworkSettings network;
  std::vector<std::string> warnings;
  bool is_registered = false;  // the client was made just now, at the server
};

/// Returns the plan for `options.accounts[0]`.
///
/// The provider: --issuer, which is asked about itself, else the one that --server names when it is
/// asked, else --provider, else the account's in the
/// configuration, else the client's (its file's or table's), else as at the last sign-in (`before`,
/// or NULL), else [defaults]', else by the mail domain. The tenant: --tenant, else the account's,
/// else the client's, else as at the last sign-in, else the provider's. The client: --client, else
/// the configuration's for that provider, else as at the last sign-in, else one that the server
/// makes for us (--register: always). So the first time needs a client, and every other time
/// nothing. A provider that has an issuer and no token_endpoint is asked about itself too. Errors:
/// bad_config (what is missing or wrong, and how to get it), no_access, unavailable, those of
/// ServerFinder.
oauth::Result<SignInPlan> plan_sign_in(const SignInSources& sources, const Options& options,
                                       const oauth::Record* before);

}  // namespace tool

#endif
