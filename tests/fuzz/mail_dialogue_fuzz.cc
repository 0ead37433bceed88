// SPDX-License-Identifier: MIT
#include <memory>
#include <string>

#include "oauth/base/text.h"
#include "oauth/mail/mail_trial.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"
#include "tests/support/scripted_http.h"

namespace fuzz {
namespace {

using oauth::ErrorKind;
using oauth::Result;
using oauth::Secret;

// A mail server that says its lines one after the other, whatever it is told.
class Talker : public oauth::MailStream {
 public:
  Talker(std::string_view lines, bool is_encrypted) : rest_(lines), is_encrypted_(is_encrypted) {}

  bool is_encrypted() const noexcept override { return is_encrypted_; }

  Result<void> write(const Secret& bytes) override {
    const std::string_view line = bytes.reveal();
    expect(oauth::ends_with(line, "\r\n"), "a line that we send ends");
    expect(line.find_first_of("\r\n") == line.size() - 2, "we send one line at a time");
    expect(is_encrypted_ || line.find("AUTH") == line.npos, "nobody signs in in the clear");
    expect(++lines_sent_ < 50, "a conversation ends");
    return {};
  }

  Result<std::string> read_line() override {
    if (rest_.empty()) return oauth::Error{ErrorKind::unavailable, "connection was lost"};
    std::string line(rest_.substr(0, rest_.find('\n')));
    rest_.remove_prefix(line.size() < rest_.size() ? line.size() + 1 : rest_.size());
    return line;
  }

  Result<void> start_tls() override {
    is_encrypted_ = true;
    return {};
  }

 private:
  std::string_view rest_;
  bool is_encrypted_;
  int lines_sent_ = 0;
};

class TalkingNetwork : public oauth::ScriptedNetwork {
 public:
  explicit TalkingNetwork(std::string_view lines) : lines_(lines) {}

  Result<std::unique_ptr<oauth::MailStream>> connect(const oauth::MailServer& server,
                                                     const oauth::NetworkSettings&) override {
    return std::unique_ptr<oauth::MailStream>(
        std::make_unique<Talker>(lines_, server.encryption == oauth::Encryption::tls));
  }

 private:
  std::string_view lines_;
};

void expect_fit(const oauth::TrialOutcome& outcome) {
  expect(is_printable(outcome.words, 1000) && !holds_canary(outcome.words),
         "a server's words are printable and hold no token");
  if (outcome.error) expect_secret_kept(*outcome.error);
}

}  // namespace

void mail_dialogue(std::string_view input) {
  const oauth::MailTranscript transcript = [](oauth::Speaker, std::string_view line) {
    expect(oauth::is_utf8(line) && !oauth::has_control_bytes(line), "a transcript is printable");
    expect(!holds_canary(line), "a transcript holds no token");
  };
  using oauth::MailService;
  for (const MailService service : {MailService::imap, MailService::pop, MailService::smtp}) {
    for (const oauth::Encryption encryption :
         {oauth::Encryption::tls, oauth::Encryption::starttls}) {
      TalkingNetwork network(input);
      const oauth::MailTrial trial{service, {"mail.example.com", 993, encryption}, "user@x", ""};
      const auto outcomes =
          oauth::try_mail_server(network, trial, Secret::copy_of(canary), {}, transcript);
      expect(!outcomes.empty() && outcomes.size() <= 2, "each mechanism is tried once");
      for (const oauth::TrialOutcome& outcome : outcomes) expect_fit(outcome);
    }
  }
}

}  // namespace fuzz
