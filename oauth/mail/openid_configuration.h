// SPDX-License-Identifier: MIT
#ifndef OAUTH_MAIL_OPENID_CONFIGURATION_H
#define OAUTH_MAIL_OPENID_CONFIGURATION_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/mail/mail_protocol.h"
#include "oauth/port/http.h"
#include "oauth/port/mail_stream.h"
#include "oauth/port/network.h"

namespace oauth {

/// Asks a mail server where its tokens come from: an OAUTHBEARER login without a token, which it
/// refuses with the https URL of its authorization server's metadata (RFC 7628 section 4.3).
/// `user`: for whom; any address of the domain will do. RFC 7628 section 5: the answer is good for
/// this user and server, and must not be kept for others.
/// Errors: those of MailDialogue; bad_config (the user's name cannot be sent), refused (no
/// OAUTHBEARER there, or no URL in its answer), bad_reply (what it gave is no https URL).
Result<std::string> ask_openid_configuration(Network& network, MailService service,
                                             const MailServer& server, const std::string& user,
                                             const NetworkSettings& settings);

}  // namespace oauth

#endif
