// SPDX-License-Identifier: MIT
#include "tests/support/scripted_mail.h"

#include <utility>

#include "oauth/base/text.h"

namespace oauth {
namespace {

class ScriptedStream : public MailStream {
 public:
  ScriptedStream(MailScript script, bool is_encrypted, std::shared_ptr<std::string> faults)
      : script_(std::move(script)), is_encrypted_(is_encrypted), faults_(std::move(faults)) {}

  ~ScriptedStream() override {
    if (at_ < script_.size()) fault("never came to: " + script_[at_]);
  }

  bool is_encrypted() const noexcept override { return is_encrypted_; }

  Result<void> write(const Secret& bytes) override {
    std::string line(bytes.reveal());
    if (line.size() < 2 || line.substr(line.size() - 2) != "\r\n") fault("no CRLF: " + line);
    return step("C: " + line.substr(0, line.size() - 2));
  }

  Result<std::string> read_line() override {
    if (next() == "END") return lost();
    if (!starts_with(next(), "S: ")) {
      fault("read, where there is: " + next());
      return lost();
    }
    return script_[at_++].substr(3);
  }

  Result<void> start_tls() override {
    is_encrypted_ = true;
    return step("TLS");
  }

 private:
  std::string next() const { return at_ < script_.size() ? script_[at_] : "END"; }

  Error lost() {
    if (at_ < script_.size()) ++at_;
    return {ErrorKind::unavailable, "connection was lost"};
  }

  Result<void> step(const std::string& done) {
    if (next() == "END") return lost();
    if (next() == done) {
      ++at_;
      return {};
    }
    fault(done + "  where there is  " + next());
    return lost();
  }

  void fault(const std::string& text) { *faults_ += text + "\n"; }

  const MailScript script_;
  std::size_t at_ = 0;
  bool is_encrypted_;
  std::shared_ptr<std::string> faults_;
};

}  // namespace

Result<std::unique_ptr<MailStream>> ScriptedMail::connect(const MailServer& server,
                                                          const NetworkSettings&) {
  servers_.push_back(server);
  if (scripts_.empty()) return Error{ErrorKind::unavailable, "cannot connect"};
  std::unique_ptr<MailStream> stream = std::make_unique<ScriptedStream>(
      std::move(scripts_.front()), server.encryption == Encryption::tls, faults_);
  scripts_.pop_front();
  return stream;
}

std::string ScriptedMail::faults() const {
  return *faults_ + (scripts_.empty() ? "" : "a script was not played\n");
}

}  // namespace oauth
