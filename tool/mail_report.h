// SPDX-License-Identifier: MIT
#ifndef TOOL_MAIL_REPORT_H
#define TOOL_MAIL_REPORT_H

#include <string>

#include "oauth/explanation.h"
#include "oauth/mail/mail_trial.h"
#include "tool/terminal.h"

namespace tool {

/// A trial's outcome, and what is known beside it.
struct MailReport {
  std::string account;
  std::string user;
  oauth::TrialOutcome outcome;
  oauth::Explanation explanation;  // of a refusal; empty: nobody knows
};

/// Prints a line, and below it, where the login was refused, what the server said, what that means
/// and what to do.
void print_report(const MailReport& report, Terminal& terminal);

/// Prints one JSON object on a line: account, user, service, server, encryption, mechanism, ok, and
/// of a failure step, error, reason, status, scope, openid_configuration, words, meaning, remedy.
void print_report_json(const MailReport& report, Terminal& terminal);

/// Returns the step's name for programs: "connect", "choose", "sign_in", "use".
const char* step_name(oauth::MailStep step) noexcept;

}  // namespace tool

#endif
