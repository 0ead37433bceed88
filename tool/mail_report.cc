// SPDX-License-Identifier: MIT
#include "tool/mail_report.h"

#include <string_view>

#include "oauth/base/text.h"
#include "oauth/wire/json.h"

namespace tool {
namespace {

using oauth::Encryption;
using oauth::TrialOutcome;

const char* encryption_name(const TrialOutcome& outcome) {
  return outcome.server.encryption == Encryption::tls ? "tls" : "starttls";
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string mark(const TrialOutcome& outcome, const Terminal& terminal) {
  const bool is_ok = !outcome.error;
  const char* symbol = is_ok ? "\xe2\x9c\x93" : "\xe2\x9c\x97";
  const char* word = is_ok ? "ok" : "failed";
  return terminal.styled(is_ok ? Style::good : Style::bad,
                         terminal.shows_symbols() ? symbol : word);
}

void print_fact(std::string_view name, const std::string& fact, Terminal& terminal) {
  if (fact.empty()) return;
  terminal.print("      " + terminal.styled(Style::faint, padded(std::string(name) + ":", 11)) +
                 fact);
}

const char* success(const TrialOutcome& outcome) {
  return outcome.service == oauth::MailService::smtp ? "signed in, and mail can be sent"
                                                     : "signed in, and the mailbox answers";
}

std::string challenge_words(const oauth::SaslChallenge& challenge) {
  if (!challenge.is_refusal) return {};
  std::string words = challenge.status.empty() ? "refused" : "status " + challenge.status;
  if (!challenge.scope.empty()) words += ", it wants the scope " + challenge.scope;
  if (!challenge.openid_configuration.empty()) {
    words += ", its tokens come from " + challenge.openid_configuration;
  }
  return words;
}

}  // namespace

const char* step_name(oauth::MailStep step) noexcept {
  switch (step) {
    case oauth::MailStep::connecting:
      return "connect";
    case oauth::MailStep::choosing:
      return "choose";
    case oauth::MailStep::signing_in:
      return "sign_in";
    case oauth::MailStep::using_mailbox:
      break;
  }
  return "use";
}

void print_report(const MailReport& report, Terminal& terminal) {
  const TrialOutcome& outcome = report.outcome;
  const std::string address = oauth::host_and_port(outcome.server.host, outcome.server.port);
  const std::string mechanism = outcome.mechanism.empty() ? "-" : outcome.mechanism;
  const std::string reason = outcome.error ? outcome.error->message : success(outcome);
  terminal.print(padded(service_name(outcome.service), 4) + "  " + address + " " +
                 encryption_name(outcome) + "  " + padded(mechanism, 11) + "  " +
                 mark(outcome, terminal) + "  " + reason);
  print_fact("challenge", challenge_words(outcome.challenge), terminal);
  print_fact("server", outcome.words, terminal);
  print_fact("means", report.explanation.meaning, terminal);
  print_fact("to do", report.explanation.remedy, terminal);
}

void print_report_json(const MailReport& report, Terminal& terminal) {
  const TrialOutcome& outcome = report.outcome;
  oauth::JsonWriter writer(oauth::JsonLayout::one_line);
  const auto put = [&](const char* name, const std::string& text) {
    if (!text.empty()) writer.string(name, text);
  };
  writer.string("account", report.account);
  writer.string("user", report.user);
  writer.string("service", service_name(outcome.service));
  writer.string("server", oauth::host_and_port(outcome.server.host, outcome.server.port));
  writer.string("encryption", encryption_name(outcome));
  put("mechanism", outcome.mechanism);
  writer.boolean("ok", !outcome.error);
  if (outcome.error) {
    writer.string("step", step_name(outcome.step));
    writer.string("error", kind_name(outcome.error->kind));
    writer.string("reason", outcome.error->message);
    put("status", outcome.challenge.status);
    put("scope", outcome.challenge.scope);
    put("openid_configuration", outcome.challenge.openid_configuration);
    put("words", outcome.words);
    put("meaning", report.explanation.meaning);
    put("remedy", report.explanation.remedy);
  }
  terminal.print(writer.finish());
}

}  // namespace tool
