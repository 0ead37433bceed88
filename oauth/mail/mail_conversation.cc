// SPDX-License-Identifier: MIT
#include "oauth/mail/mail_conversation.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"
#include "oauth/base/echo.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

constexpr std::string_view mask = "<secret>";

}  // namespace

MailConversation::MailConversation(std::unique_ptr<MailStream> stream, std::string address,
                                   MailTranscript transcript)
    : stream_(std::move(stream)),
      address_(std::move(address)),
      transcript_(std::move(transcript)) {}

void MailConversation::hide(const Secret& secret) {
  hidden_.push_back(secret.clone());
  if (secret.size() < shortest_masked) return;
  for (Secret& echo : base64_echoes(secret.reveal())) hidden_.push_back(std::move(echo));
}

Result<void> MailConversation::send(std::string_view line) { return send(line, Secret()); }

Result<void> MailConversation::send(std::string_view line, const Secret& more) {
  Secret bytes;
  bytes.reserve(line.size() + more.size() + 2);
  bytes.append(line);
  bytes.append(more);
  bytes.append("\r\n");
  const std::string count = "<" + std::to_string(more.size()) + " bytes>";
  tell(Speaker::client, std::string(line) + (more.empty() ? "" : count));
  return stream_->write(bytes);
}

Result<std::string> MailConversation::receive() {
  Result<std::string> line = stream_->read_line();
  if (line) tell(Speaker::server, *line);
  return line;
}

Result<void> MailConversation::start_tls() { return stream_->start_tls(); }

std::string MailConversation::masked(std::string_view text) const {
  std::string open;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    open += is_echo_in_base64(word) ? mask : word;
    text.remove_prefix(word.size());
    const std::size_t blanks = std::min(text.find_first_not_of(' '), text.size());
    open += text.substr(0, blanks);
    text.remove_prefix(blanks);
  }
  return without_echoes(open, hidden_, mask);
}

// The secret may stand there with escapes, or in base64 once more.
bool MailConversation::is_echo_in_base64(std::string_view word) const {
  std::optional<Secret> bytes = base64_decode(word);
  if (!bytes) bytes = base64url_decode(word);
  return bytes && without_echoes(bytes->reveal(), hidden_) != bytes->reveal();
}

std::string MailConversation::shown(std::string_view text) const {
  return printable(masked(trimmed(text)), bounds::max_quoted_bytes);
}

Error MailConversation::no_such_answer(std::string_view line, std::string_view protocol) const {
  return {ErrorKind::bad_reply, address_ + " does not answer in " + std::string(protocol) + ": \"" +
                                    shown(line) + "\"; check its port and what listens there"};
}

void MailConversation::tell(Speaker speaker, std::string_view line) const {
  if (transcript_) transcript_(speaker, shown(line));
}

}  // namespace oauth
