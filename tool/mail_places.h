// SPDX-License-Identifier: MIT
#ifndef TOOL_MAIL_PLACES_H
#define TOOL_MAIL_PLACES_H

#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/mail/mail_protocol.h"
#include "oauth/port/mail_stream.h"
#include "oauth/provider.h"
#include "tool/options.h"

namespace tool {

/// A mail service and where it is.
struct MailPlace {
  oauth::MailService service = oauth::MailService::imap;
  oauth::MailServer server;
};

/// Returns the services that the command line names, or else all that the provider has, with their
/// servers: the provider's, or the one that --server names. Without "tls" or "starttls" behind it,
/// the port decides: 143, 110, 587 and 25 begin in the clear. The port also tells which service it
/// is, where nobody says.
/// Errors: bad_config, a sentence (no such server in the sheet, none at all, no server in
/// --server).
oauth::Result<std::vector<MailPlace>> mail_places(const Options& options,
                                                  const oauth::Provider& provider);

}  // namespace tool

#endif
