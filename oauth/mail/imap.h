// SPDX-License-Identifier: MIT
#ifndef OAUTH_MAIL_IMAP_H
#define OAUTH_MAIL_IMAP_H

#include <string>

#include "oauth/mail/mail_protocol.h"

namespace oauth {

/// IMAP4rev1 and rev2 (RFC 3501, RFC 9051), with SASL-IR (RFC 4959).
class Imap final : public MailProtocol {
 public:
  explicit Imap(MailConversation& conversation) : conversation_(conversation) {}

  const MailWords& words() const noexcept override;
  Result<MailReply> greeting() override;
  Result<MailCapabilities> capabilities() override;
  Result<void> send(std::string_view command, const Secret& more) override;
  Result<MailReply> reply() override;
  bool takes_at_once(const MailCapabilities& capabilities, std::string_view command,
                     std::size_t response_bytes) const noexcept override;
  std::vector<std::string> trial_commands(std::string_view user) const override;

 private:
  Result<MailReply> tagged(std::string_view line) const;
  void note(std::string_view untagged);

  MailConversation& conversation_;
  int number_ = 0;
  std::string tag_;
  std::string capabilities_;
  std::string farewell_;  // what came with BYE
};

}  // namespace oauth

#endif
