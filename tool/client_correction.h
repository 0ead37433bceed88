// SPDX-License-Identifier: MIT
#ifndef TOOL_CLIENT_CORRECTION_H
#define TOOL_CLIENT_CORRECTION_H

#include <optional>

#include "oauth/base/result.h"
#include "oauth/config.h"
#include "oauth/config_loader.h"
#include "oauth/port/record.h"
#include "oauth/port/token_store.h"
#include "oauth/secret_reference.h"

namespace tool {

/// A record holds a copy of its client, so that a refresh needs no configuration. These two bring a
/// client that was corrected in the configuration into the record.

/// Returns the configuration's client for the record, if it differs from the record's own; nothing
/// if it does not, or if the configuration's is another client: a refresh token is of use to none
/// but the client that got it.
/// Errors: bad_config, no_access, unavailable (the client's secret cannot be had).
oauth::Result<std::optional<oauth::Client>> corrected_client(
    const oauth::Configuration& configuration, oauth::ConfigLoader& loader,
    oauth::SecretResolver& secrets, const oauth::Record& record);

/// Puts the client into the record, under its lock, and takes back a verdict that was due to the
/// old one. Errors: those of TokenStore.
oauth::Result<void> correct_client(oauth::TokenStore& store, const std::string& account,
                                   const oauth::Client& client);

}  // namespace tool

#endif
