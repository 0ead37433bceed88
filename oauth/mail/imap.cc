// SPDX-License-Identifier: MIT
#include "oauth/mail/imap.h"

#include "oauth/base/text.h"

namespace oauth {
namespace {

using Kind = MailReply::Kind;

constexpr MailWords imap_words{"IMAP", "STARTTLS", "AUTHENTICATE", "LOGOUT"};

// Takes the first word off the line.
std::string take_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  std::string word = ascii_lower(line.substr(0, end));
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

// RFC 5530 section 3: UNAVAILABLE is a trouble of the server's, whatever the credentials are.
Kind refusal_kind(std::string_view text) {
  const std::string code = ascii_lower(text.substr(0, text.find(']')));
  return code == "[unavailable" || code == "[inuse" ? Kind::refused_for_now : Kind::refused;
}

}  // namespace

const MailWords& Imap::words() const noexcept { return imap_words; }

Result<MailReply> Imap::greeting() {
  const auto line = conversation_.receive();
  if (!line) return line.error();
  std::string_view rest = *line;
  const std::string star = take_word(rest);
  const std::string word = take_word(rest);
  if (star == "*" && word == "ok") return MailReply{Kind::accepted, std::string(rest)};
  if (star == "*" && word == "bye") return MailReply{Kind::refused_for_now, std::string(rest)};
  if (star == "*" && word == "preauth") {
    return Error{ErrorKind::bad_reply, conversation_.address() +
                                           " says that we are signed in before we are, so "
                                           "nothing can be tested there"};
  }
  return conversation_.no_such_answer(*line, imap_words.protocol);
}

Result<MailCapabilities> Imap::capabilities() {
  capabilities_.clear();
  const auto reply = ask("CAPABILITY");
  if (!reply) return reply.error();
  MailCapabilities found;
  for (const std::string& word : words_of(capabilities_)) {
    if (word == "STARTTLS") found.offers_starttls = true;
    if (word == "SASL-IR") found.takes_initial_response = true;
    if (starts_with(word, "AUTH=")) found.mechanisms.push_back(word.substr(5));
  }
  return found;
}

Result<void> Imap::send(std::string_view command, const Secret& more) {
  tag_ = "A" + std::to_string(++number_);
  return conversation_.send(tag_ + " " + std::string(command), more);
}

Result<MailReply> Imap::reply() {
  for (;;) {
    const auto line = conversation_.receive();
    if (!line && !farewell_.empty()) return MailReply{Kind::refused_for_now, farewell_};
    if (!line) return line.error();
    std::string_view rest = *line;
    if (rest == "+" || starts_with(rest, "+ ")) {
      return MailReply{Kind::challenge, std::string(trimmed(rest.substr(1)))};
    }
    if (!starts_with(rest, "* ")) return tagged(rest);
    note(rest.substr(2));
  }
}

Result<MailReply> Imap::tagged(std::string_view line) const {
  std::string_view rest = line;
  if (take_word(rest) != ascii_lower(tag_)) {
    return conversation_.no_such_answer(line, imap_words.protocol);
  }
  const std::string_view answer = rest;
  const std::string word = take_word(rest);
  if (word == "ok") return MailReply{Kind::accepted, std::string(rest)};
  if (word == "no") return MailReply{refusal_kind(rest), std::string(answer)};
  if (word == "bad") return MailReply{Kind::refused, std::string(answer)};
  return conversation_.no_such_answer(line, imap_words.protocol);
}

void Imap::note(std::string_view untagged) {
  const std::string whole(untagged);
  const std::string word = take_word(untagged);
  if (word == "capability") capabilities_ = std::string(untagged);
  if (word == "bye") farewell_ = whole;
}

bool Imap::takes_at_once(const MailCapabilities& capabilities, std::string_view,
                         std::size_t) const noexcept {
  return capabilities.takes_initial_response;
}

std::vector<std::string> Imap::trial_commands(std::string_view) const { return {"EXAMINE INBOX"}; }

}  // namespace oauth
