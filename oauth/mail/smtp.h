// SPDX-License-Identifier: MIT
#ifndef OAUTH_MAIL_SMTP_H
#define OAUTH_MAIL_SMTP_H

#include <string>
#include <vector>

#include "oauth/mail/mail_protocol.h"

namespace oauth {

/// SMTP submission (RFC 6409) with STARTTLS (RFC 3207) and AUTH (RFC 4954).
class Smtp final : public MailProtocol {
 public:
  explicit Smtp(MailConversation& conversation) : conversation_(conversation) {}

  const MailWords& words() const noexcept override;
  Result<MailReply> greeting() override;
  Result<MailCapabilities> capabilities() override;
  Result<void> send(std::string_view command, const Secret& more) override;
  Result<MailReply> reply() override;
  bool takes_at_once(const MailCapabilities& capabilities, std::string_view command,
                     std::size_t response_bytes) const noexcept override;
  std::vector<std::string> trial_commands(std::string_view user) const override;

 private:
  MailConversation& conversation_;
  std::vector<std::string> lines_;  // of the last reply, without their codes
};

}  // namespace oauth

#endif
