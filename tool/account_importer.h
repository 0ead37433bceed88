// SPDX-License-Identifier: MIT
#ifndef TOOL_ACCOUNT_IMPORTER_H
#define TOOL_ACCOUNT_IMPORTER_H

#include "oauth/base/result.h"
#include "oauth/port/record.h"
#include "oauth/store/file_store.h"
#include "oauth/token_source.h"

namespace tool {

/// What to do where the account stands already.
enum class Standing { kept, replaced };

/// Saves the record, and then proves it by one refresh, so that a token that the server rotates is
/// written before it is used. Returns the token's facts.
///
/// If the refresh fails, the store is as before: the record goes again, or the former one comes
/// back; but for a record into which a new refresh token has come, which is the only copy by then.
/// Signals wait for all of it: an interrupted import has been done or has not.
/// Errors: no_access (the account stands already, those of TokenStore), those of
/// TokenSource::refreshed, with what they mean for an import.
oauth::Result<oauth::AccessToken> import_account(oauth::FileStore& store, oauth::TokenSource source,
                                                 const oauth::Account& account,
                                                 oauth::Record record, Standing standing);

}  // namespace tool

#endif
