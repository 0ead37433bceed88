// SPDX-License-Identifier: MIT
#ifndef OAUTH_MAIL_POP_H
#define OAUTH_MAIL_POP_H

#include "oauth/mail/mail_protocol.h"

namespace oauth {

/// POP3 (RFC 1939) with CAPA (RFC 2449), STLS (RFC 2595) and AUTH (RFC 5034).
///
/// Never sends an initial response: every server takes the two lines, and Exchange Online takes
/// nothing else.
class Pop final : public MailProtocol {
 public:
  explicit Pop(MailConversation& conversation) : conversation_(conversation) {}

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
};

}  // namespace oauth

#endif
