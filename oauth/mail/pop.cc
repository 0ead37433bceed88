// SPDX-License-Identifier: MIT
#include "oauth/mail/pop.h"

#include "oauth/base/text.h"

namespace oauth {
namespace {

using Kind = MailReply::Kind;

constexpr MailWords pop_words{"POP", "STLS", "AUTH", "QUIT"};

void note(std::string_view line, MailCapabilities& found) {
  const std::vector<std::string> words = words_of(line);
  if (words.empty()) return;
  if (words[0] == "STLS") found.offers_starttls = true;
  if (words[0] == "SASL") found.mechanisms.assign(words.begin() + 1, words.end());
}

// RFC 3206: SYS/TEMP is a trouble of the server's, whatever the credentials are.
Kind refusal_kind(std::string_view line) {
  const std::string code = ascii_lower(line.substr(0, line.find(']')));
  return code == "-err [sys/temp" || code == "-err [in-use" ? Kind::refused_for_now : Kind::refused;
}

}  // namespace

const MailWords& Pop::words() const noexcept { return pop_words; }

Result<MailReply> Pop::greeting() {
  auto first = reply();
  if (first && first->kind == Kind::challenge) {
    return conversation_.no_such_answer("+ " + first->text, pop_words.protocol);
  }
  return first;
}

Result<MailCapabilities> Pop::capabilities() {
  MailCapabilities found;
  const auto answer = ask("CAPA");
  if (!answer) return answer.error();
  if (answer->kind != Kind::accepted) return found;
  for (;;) {
    const auto line = conversation_.receive();
    if (!line) return line.error();
    if (*line == ".") return found;
    note(*line, found);
  }
}

Result<void> Pop::send(std::string_view command, const Secret& more) {
  return conversation_.send(command, more);
}

Result<MailReply> Pop::reply() {
  const auto line = conversation_.receive();
  if (!line) return line.error();
  if (starts_with(*line, "+OK")) return MailReply{Kind::accepted, line->substr(3)};
  if (starts_with(*line, "-ERR")) return MailReply{refusal_kind(*line), *line};
  if (*line == "+" || starts_with(*line, "+ ")) {
    return MailReply{Kind::challenge, std::string(trimmed(line->substr(1)))};
  }
  return conversation_.no_such_answer(*line, pop_words.protocol);
}

bool Pop::takes_at_once(const MailCapabilities&, std::string_view, std::size_t) const noexcept {
  return false;
}

std::vector<std::string> Pop::trial_commands(std::string_view) const { return {"STAT"}; }

}  // namespace oauth
