// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_SCRIPTED_MAIL_H
#define TESTS_SUPPORT_SCRIPTED_MAIL_H

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "oauth/port/mail_stream.h"
#include "tests/support/scripted_http.h"

namespace oauth {

/// The lines of a conversation with a mail server, in order: "S: " what it says, "C: " what it must
/// be told, "TLS" where TLS must begin, "END" where it hangs up.
using MailScript = std::vector<std::string>;

/// Mail servers that play scripts, one a connection; what was not said as written is a fault.
class ScriptedMail : public ScriptedNetwork {
 public:
  explicit ScriptedMail(std::vector<MailScript> scripts)
      : scripts_(scripts.begin(), scripts.end()) {}

  /// Fails, as a server would that is not there, when the scripts are at their end.
  Result<std::unique_ptr<MailStream>> connect(const MailServer& server,
                                              const NetworkSettings& settings) override;

  /// Returns what went otherwise than written, a line each; empty if nothing did and all of it was
  /// said. The streams must be gone.
  std::string faults() const;
  /// Returns the servers that were connected to.
  const std::vector<MailServer>& servers() const { return servers_; }

 private:
  std::deque<MailScript> scripts_;
  std::shared_ptr<std::string> faults_ = std::make_shared<std::string>();
  std::vector<MailServer> servers_;
};

}  // namespace oauth

#endif
