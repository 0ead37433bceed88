// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_MAIL_LOGIN_H
#define TESTS_SUPPORT_MAIL_LOGIN_H

#include <string>

#include "oauth/mail/mail_dialogue.h"
#include "tests/support/scripted_mail.h"

namespace oauth {

/// The test user of the vectors, whose messages are in base64: XOAUTH2 as libcurl sends it, too;
/// OAUTHBEARER for imap.gmail.com:993.
inline const std::string mail_user = "test.user@gmail.com";
inline const std::string mail_token = "ya29.TEST-token_0123456789~+/=";
inline const std::string xoauth2_vector =
    "dXNlcj10ZXN0LnVzZXJAZ21haWwuY29tAWF1dGg9QmVhcmVyIHlhMjkuVEVTVC10b2tlbl8wMTIzNDU2Nzg5fisvPQEB";
inline const std::string oauthbearer_vector =
    "bixhPXRlc3QudXNlckBnbWFpbC5jb20sAWhvc3Q9aW1hcC5nbWFpbC5jb20BcG9ydD05OTMBYXV0aD1CZWFyZXIgeWEy"
    "OS5URVNULXRva2VuXzAxMjM0NTY3ODl+Ky89AQE=";

/// What Gmail refuses with.
inline const std::string gmail_challenge =
    R"({"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"})";
inline const std::string gmail_challenge_vector =
    "eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8i"
    "fQ==";

MailScript operator+(MailScript one, const MailScript& other);

/// Plays a whole login of the test user, and asserts what came of it ("accepted, accepted" for the
/// login and the command after it, "refused by CHALLENGE: "WORDS"", or an error), and that all was
/// said as written.
void assert_outcome(const std::string& outcome, const MailScript& script, MailService service,
                    const MailServer& server, const std::string& mechanism,
                    const std::string& token = mail_token);

}  // namespace oauth

#endif
