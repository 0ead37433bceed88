// SPDX-License-Identifier: MIT
#include "oauth/mail/mail_dialogue.h"

#include <algorithm>
#include <utility>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

using Kind = MailReply::Kind;

// What is no base64 is taken as it is: some servers send plain words.
std::string decoded(const std::string& challenge) {
  const auto bytes = base64_decode(challenge);
  return bytes ? std::string(bytes->reveal()) : challenge;
}

}  // namespace

Result<std::unique_ptr<MailDialogue>> MailDialogue::begin(Network& network, MailService service,
                                                          const MailServer& server,
                                                          const NetworkSettings& settings,
                                                          MailAudience audience) {
  auto stream = network.connect(server, settings);
  if (!stream) return stream.error();
  std::unique_ptr<MailDialogue> dialogue(new MailDialogue(
      std::move(*stream), host_and_port(server.host, server.port), std::move(audience), service));
  if (auto greeted = dialogue->greet(); !greeted) return greeted.error();
  if (auto secured = dialogue->secure(server.encryption); !secured) return secured.error();
  return dialogue;
}

MailDialogue::MailDialogue(std::unique_ptr<MailStream> stream, std::string address,
                           MailAudience audience, MailService service)
    : conversation_(std::move(stream), std::move(address), std::move(audience.transcript)),
      protocol_(make_protocol(service, conversation_)) {
  hide(audience.hidden);
}

Result<void> MailDialogue::greet() {
  const auto greeting = protocol_->greeting();
  if (!greeting) return greeting.error();
  if (greeting->kind == Kind::accepted) return {};
  return Error{ErrorKind::unavailable, conversation_.address() + " takes nobody now: \"" +
                                           shown(greeting->text) + "\"; try again later"};
}

Result<void> MailDialogue::secure(Encryption encryption) {
  auto found = protocol_->capabilities();
  if (!found) return found.error();
  if (encryption == Encryption::starttls) {
    const std::string command = protocol_->words().starttls;
    const auto begun = found->offers_starttls ? protocol_->ask(command)
                                              : Result<MailReply>(MailReply{Kind::refused, {}});
    if (!begun) return begun.error();
    if (begun->kind != Kind::accepted) {
      return Error{ErrorKind::refused,
                   conversation_.address() + " offers no " + command +
                       ", and a token must not go in the clear; take its port for TLS"};
    }
    if (auto started = conversation_.start_tls(); !started) return started;
    found = protocol_->capabilities();
    if (!found) return found.error();
  }
  capabilities_ = std::move(*found);
  return {};
}

bool MailDialogue::offers(std::string_view mechanism) const {
  const auto& all = capabilities_.mechanisms;
  return std::find(all.begin(), all.end(), mechanism) != all.end();
}

Result<MailAnswer> MailDialogue::authenticate(const SaslMechanism& mechanism,
                                              const Secret& message) {
  if (!conversation_.is_encrypted()) {
    return Error{ErrorKind::internal, "a token was to go in the clear"};
  }
  const Secret encoded = base64_encode(message.reveal());
  hide(encoded);
  auto reply =
      send_message(std::string(protocol_->words().authenticate) + " " + mechanism.name, encoded);
  std::string challenge;
  const Secret answer = base64_encode(mechanism.answer_to_error);
  for (int count = 0; reply && reply->kind == Kind::challenge; ++count) {
    if (count == bounds::max_challenges) {
      return Error{ErrorKind::bad_reply, conversation_.address() +
                                             " asks on and on instead of taking or refusing the "
                                             "token; tell its administrator"};
    }
    if (challenge.empty()) challenge = conversation_.masked(decoded(reply->text));
    auto sent = conversation_.send(answer.reveal());
    if (!sent) return sent.error();
    reply = protocol_->reply();
  }
  if (!reply) return reply.error();
  return answer_of(*reply, std::move(challenge));
}

Result<MailReply> MailDialogue::send_message(const std::string& command, const Secret& encoded) {
  if (protocol_->takes_at_once(capabilities_, command, encoded.size())) {
    auto sent = protocol_->send(command + " ", encoded);
    if (!sent) return sent.error();
    return protocol_->reply();
  }
  const auto first = protocol_->ask(command);
  if (!first || first->kind != Kind::challenge) return first;
  if (!first->text.empty()) {
    return Error{ErrorKind::bad_reply,
                 conversation_.address() +
                     " sent a challenge before it had anything to judge, and mail programs do not "
                     "go on from there: \"" +
                     shown(decoded(first->text)) + "\"; tell its administrator"};
  }
  auto sent = conversation_.send("", encoded);
  if (!sent) return sent.error();
  return protocol_->reply();
}

Result<MailAnswer> MailDialogue::try_mailbox(std::string_view user) {
  MailAnswer answer;
  for (const std::string& command : protocol_->trial_commands(user)) {
    const auto reply = protocol_->ask(command);
    if (!reply) return reply.error();
    answer = answer_of(*reply, {});
    if (!answer.is_accepted) break;
  }
  return answer;
}

void MailDialogue::end() {
  // Nobody minds how a good-bye is taken.
  (void)static_cast<bool>(protocol_->ask(protocol_->words().leave));
}

MailAnswer MailDialogue::answer_of(const MailReply& reply, std::string challenge) const {
  MailAnswer answer;
  answer.is_accepted = reply.kind == Kind::accepted;
  answer.is_for_now = reply.kind == Kind::refused_for_now;
  answer.challenge = std::move(challenge);
  answer.words = shown(reply.text);
  return answer;
}

}  // namespace oauth
