// SPDX-License-Identifier: MIT
#include "oauth/mail/smtp.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

using Kind = MailReply::Kind;

constexpr MailWords smtp_words{"SMTP", "STARTTLS", "AUTH", "QUIT"};

// A name of our own would tell where we are, and few machines have one that others know.
constexpr std::string_view greeting_command = "EHLO [127.0.0.1]";

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// "250-text", "250 text" or "250".
bool is_reply_line(std::string_view line) {
  return line.size() >= 3 && is_digit(line[0]) && is_digit(line[1]) && is_digit(line[2]) &&
         (line.size() == 3 || line[3] == ' ' || line[3] == '-');
}

Kind kind_of(std::string_view code) {
  if (code[0] == '2') return Kind::accepted;
  if (code == "334") return Kind::challenge;
  return code[0] == '4' ? Kind::refused_for_now : Kind::refused;
}

// An address that needs neither quoting nor SMTPUTF8 (RFC 6531).
bool is_plain_address(std::string_view user) {
  return user.find('@') != user.npos && is_visible_ascii(user) &&
         user.find_first_of("<>()[]\\,;:\"") == user.npos;
}

}  // namespace

const MailWords& Smtp::words() const noexcept { return smtp_words; }

Result<MailReply> Smtp::greeting() { return reply(); }

Result<MailCapabilities> Smtp::capabilities() {
  const auto answer = ask(greeting_command);
  if (!answer) return answer.error();
  MailCapabilities found;
  if (answer->kind != Kind::accepted) return found;
  found.takes_initial_response = true;
  for (const std::string& line : lines_) {
    const std::vector<std::string> words = words_of(line);
    if (words.empty()) continue;
    if (words[0] == "STARTTLS") found.offers_starttls = true;
    if (words[0] == "AUTH") found.mechanisms.assign(words.begin() + 1, words.end());
  }
  return found;
}

Result<void> Smtp::send(std::string_view command, const Secret& more) {
  return conversation_.send(command, more);
}

Result<MailReply> Smtp::reply() {
  lines_.clear();
  std::string text;
  for (;;) {
    const auto line = conversation_.receive();
    if (!line) return line.error();
    const std::string code = line->substr(0, 3);
    if (!is_reply_line(*line) || (!text.empty() && text.compare(0, 3, code) != 0)) {
      return conversation_.no_such_answer(*line, smtp_words.protocol);
    }
    lines_.push_back(line->size() > 4 ? line->substr(4) : "");
    text += (text.empty() ? code + " " : " ") + lines_.back();
    if (line->size() > 3 && (*line)[3] == '-') continue;
    const Kind kind = kind_of(code);
    if (kind == Kind::challenge) text = text.substr(3);
    return MailReply{kind, std::string(trimmed(text))};
  }
}

// RFC 4954 section 4: no longer than a command line may be, else the response goes by itself.
bool Smtp::takes_at_once(const MailCapabilities&, std::string_view command,
                         std::size_t response_bytes) const noexcept {
  return command.size() + 1 + response_bytes + 2 <= bounds::max_smtp_command_bytes;
}

std::vector<std::string> Smtp::trial_commands(std::string_view user) const {
  const std::string sender = is_plain_address(user) ? std::string(user) : std::string();
  return {"MAIL FROM:<" + sender + ">", "RSET"};
}

}  // namespace oauth
