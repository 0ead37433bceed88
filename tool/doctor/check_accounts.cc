// SPDX-License-Identifier: MIT
#include "tool/doctor/check_accounts.h"

#include <algorithm>
#include <string_view>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
#include "tool/account_status.h"
#include "tool/exit_code.h"

namespace tool {
namespace {

using oauth::shown;

std::string command_for(const char* word, const std::string& name,
                        const AccountQuestion& question) {
  return oauth::tool_command(word, name, question.for_user);
}

Finding healthy(const SurveyedAccount& account, const AccountStatus& status) {
  const std::string token = status.token_left.count() > 0
                                ? "token good for " + as_words(status.token_left)
                                : "the next login fetches a token";
  const bool is_last = account.record->grant == oauth::GrantType::refresh_token &&
                       account.record->refresh_token.empty();
  return ok(shown(account.name) + ": " + token + (is_last ? ", and none after it" : ""));
}

Finding about(const SurveyedAccount& account, const AccountQuestion& question) {
  const std::string command = command_for("login", account.name, question);
  if (!account.record) {
    return finding_of(account.record.error(), Mark::problem, command);
  }
  StatusTerms terms;
  terms.min_validity = account.record->min_validity.value_or(oauth::bounds::min_validity);
  if (question.limits_of) terms.limits = question.limits_of(account.record->provider);
  const AccountStatus status = status_of(*account.record, terms, question.now);
  switch (status.state) {
    case AccountState::ok:
    case AccountState::refresh_due:
      return healthy(account, status);
    case AccountState::ends_soon:
      return warning(shown(account.name) + ": " + status.reason, command);
    case AccountState::waiting: {
      Finding finding = problem(shown(account.name) + ": " + status.reason,
                                command_for("status", account.name, question));
      finding.may_pass = true;
      return finding;
    }
    default:
      break;
  }
  const oauth::Error error{oauth::ErrorKind::consent_needed, status.reason};
  Finding finding = finding_of(error, Mark::problem, command);
  finding.sentence = shown(account.name) + ": " + finding.sentence;
  if (status.state == AccountState::sign_in_needed) finding.remedy = command;
  return finding;
}

Finding missing(const std::string& name, const StoreSurvey& survey,
                const AccountQuestion& question) {
  const std::string sentence = "there is no account " + shown(name);
  std::vector<std::string_view> names;
  for (const SurveyedAccount& account : survey.accounts()) names.push_back(account.name);
  if (const auto meant = oauth::nearest(name, names)) {
    return problem(sentence + "; there is " + shown(std::string(*meant)),
                   command_for("doctor", std::string(*meant), question));
  }
  return problem(sentence, command_for("login", name, question));
}

}  // namespace

std::vector<const SurveyedAccount*> chosen_accounts(const StoreSurvey& survey,
                                                    const std::vector<std::string>& names) {
  std::vector<const SurveyedAccount*> chosen;
  for (const SurveyedAccount& account : survey.accounts()) {
    const bool is_named = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return oauth::equals_ignoring_case(name, account.name);
    });
    if (names.empty() || is_named) chosen.push_back(&account);
  }
  return chosen;
}

Findings check_accounts(const StoreSurvey& survey, const AccountQuestion& question) {
  Findings findings;
  for (const SurveyedAccount* account : chosen_accounts(survey, question.names)) {
    findings.push_back(about(*account, question));
  }
  for (const std::string& name : question.names) {
    if (!survey.serves(name)) findings.push_back(missing(name, survey, question));
  }
  if (findings.empty()) {
    findings.push_back(
        note("there is no account yet", command_for("login", "you@gmail.com", question)));
  }
  return findings;
}

int exit_code_for(const StoreSurvey& survey, const std::string& user, oauth::TimePoint now) {
  if (!survey.serves(user)) return exit_code::sign_in_needed;
  for (const SurveyedAccount* account : chosen_accounts(survey, {user})) {
    if (!account->record) return exit_code_of(account->record.error().kind);
    StatusTerms terms;
    terms.min_validity = account->record->min_validity.value_or(oauth::bounds::min_validity);
    return exit_code_of(status_of(*account->record, terms, now).state);
  }
  return exit_code::done;  // a pattern's: the first login makes its record
}

}  // namespace tool
