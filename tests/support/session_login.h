// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_SESSION_LOGIN_H
#define TESTS_SUPPORT_SESSION_LOGIN_H

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/session.h"
#include "tests/support/fake_finder.h"
#include "tests/support/fake_sasl.h"

namespace plugin {

/// Refusals as Gmail and as RFC 7628 section 3.2.2 have them.
constexpr char gmail_refusal[] =
    R"({"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"})";
constexpr char rfc_refusal[] = R"({"status":"invalid_token","scope":"example_scope"})";

/// One login by a Session, with libsasl, host and accounts all fake. The host has procedures for
/// the user name "u@example.org" and no password; change `sasl` and `vault` before the first step.
class SessionLogin {
 public:
  SessionLogin() { sasl.says(SASL_CB_AUTHNAME, "u@example.org"); }

  /// Takes a step; makes the session at the first one.
  int step(const char* from_server, unsigned size) {
    if (!session_)
      session_.emplace(mechanism(), sasl.params(), std::make_unique<FakeFinder>(vault));
    sent = "not set";
    sent_size = 4711;
    return session_->step(from_server, size, prompts, &sent, &sent_size, &oparams);
  }
  int step(std::string_view from_server) {
    return step(from_server.data(), static_cast<unsigned>(from_server.size()));
  }
  int start() { return step(nullptr, 0); }

  std::string message() const { return std::string(sent, sent_size); }
  std::string last_error() const { return sasl.errors.empty() ? "" : sasl.errors.back(); }
  void end() { session_.reset(); }

  std::string mechanism_name = "XOAUTH2";
  FakeSasl sasl;
  Vault vault;
  sasl_interact_t* asked = nullptr;
  sasl_interact_t** prompts = nullptr;  // as Postfix and others; &asked for the rest
  const char* sent = nullptr;
  unsigned sent_size = 0;
  sasl_out_params_t oparams{};

 private:
  const Mechanism& mechanism() const {
    return mechanism_name == mechanisms[0].name ? mechanisms[0] : mechanisms[1];
  }

  std::optional<Session> session_;
};

}  // namespace plugin

#endif
