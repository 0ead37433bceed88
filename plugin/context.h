// SPDX-License-Identifier: MIT
#ifndef PLUGIN_CONTEXT_H
#define PLUGIN_CONTEXT_H

#include <memory>
#include <string>

#include "plugin/credential.h"

namespace plugin {

/// Returns the finder of one login, with the real clock, files and network behind it. `service` is
/// libsasl's ("imap", "smtp"), `server` the mail server's name, which may be empty. Reads nothing
/// yet. This file, account_stores.cc and jail.cc alone name concrete adapters.
std::unique_ptr<CredentialFinder> make_finder(std::string service, std::string server);

}  // namespace plugin

#endif
