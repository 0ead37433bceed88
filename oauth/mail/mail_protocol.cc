// SPDX-License-Identifier: MIT
#include "oauth/mail/mail_protocol.h"

#include "oauth/mail/imap.h"
#include "oauth/mail/pop.h"
#include "oauth/mail/smtp.h"

namespace oauth {

const char* service_name(MailService service) noexcept {
  switch (service) {
    case MailService::imap:
      return "imap";
    case MailService::pop:
      return "pop";
    case MailService::smtp:
      break;
  }
  return "smtp";
}

Result<MailReply> MailProtocol::ask(std::string_view command) {
  if (auto sent = send(command); !sent) return sent.error();
  return reply();
}

std::unique_ptr<MailProtocol> make_protocol(MailService service, MailConversation& conversation) {
  switch (service) {
    case MailService::imap:
      return std::make_unique<Imap>(conversation);
    case MailService::pop:
      return std::make_unique<Pop>(conversation);
    case MailService::smtp:
      break;
  }
  return std::make_unique<Smtp>(conversation);
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  for (char c : line) {
    if (c == ' ' || c == '\t') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace oauth
