// SPDX-License-Identifier: MIT
#include "tool/doctor/check_mbsync.h"

#include <algorithm>

#include "oauth/base/text.h"
#include "tool/doctor/mbsync_config.h"

namespace tool {
namespace {

using oauth::equals_ignoring_case;
using oauth::shown;

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& each) { return equals_ignoring_case(each, word); });
}

constexpr char passwords_alone[] = "AuthMechs PLAIN LOGIN";

bool allows_tokens(const MbsyncAccount& account) {
  return has(account.mechanisms, "XOAUTH2") || has(account.mechanisms, "OAUTHBEARER");
}

class AccountCheck {
 public:
  AccountCheck(const MbsyncAccount& account, const std::string& path, const MailProgramFacts& facts)
      : account_(account), path_(path), facts_(facts) {}

  Findings run() {
    if (account_.user.empty()) return {};
    if (facts_.serves(account_.user)) {
      check_ours();
      if (findings_.empty())
        findings_.push_back(ok(at(account_.line) + who() + " signs in by token"));
    } else {
      check_others();
    }
    return std::move(findings_);
  }

 private:
  std::string at(std::size_t line) const { return path_ + ":" + std::to_string(line) + ": "; }
  std::string who() const {
    return "account " + shown(account_.name) + " of " + shown(account_.user);
  }
  void add(Finding finding) { findings_.push_back(std::move(finding)); }

  void check_ours() {
    const auto provider = facts_.provider(account_.user);
    const bool names_one = provider && !provider->mechanisms.empty();
    const std::string line = "AuthMechs " + (names_one ? provider->mechanisms.front() : "XOAUTH2");
    if (!account_.mechanisms.empty() && !allows_tokens(account_)) {
      add(problem(at(account_.mechanisms_line.number) + who() + " may not use a token", line));
    } else if (account_.mechanisms.empty() && !facts_.ranks_high) {
      add(problem(
          at(account_.line) + who() + " names no mechanism, and passwords rank above tokens",
          line));
    }
    if (equals_ignoring_case(account_.encryption, "None")) {
      add(problem(
          at(account_.encryption_line.number) + who() + " uses no TLS: the token goes in clear",
          account_.encryption_line.key + " IMAPS"));
    }
    if (account_.password_line.number != 0) {
      add(note(at(account_.password_line.number) + account_.password_line.key +
                   " is not asked: there is an account of sasl-oauth",
               "delete that line"));
    }
    if (provider && provider->imap && !account_.host.empty() &&
        !equals_ignoring_case(provider->imap->host, account_.host)) {
      add(warning(at(account_.host_line.number) + who() + " goes to " + shown(account_.host) +
                      ", but tokens of this provider are for " + provider->imap->host,
                  "Host " + provider->imap->host));
    }
  }

  void check_others() {
    if (allows_tokens(account_) && account_.password_line.number == 0) {
      add(problem(at(account_.line) + who() + " wants a token, and there is no such account",
                  "sasl-oauth login " + shown(account_.user)));
    } else if (account_.mechanisms.empty() && facts_.ranks_high) {
      add(warning(at(account_.line) + who() +
                      " has a password, and tokens rank above it for this user: where the server "
                      "offers XOAUTH2, the password is refused",
                  passwords_alone));
    } else if (account_.mechanisms.empty() && account_.password_line.number != 0) {
      // mbsync turns to the LOGIN command only if libsasl has none of what the server offers, LOGIN
      // not counted.
      add(note(at(account_.line) + who() +
                   " names no mechanism: a server that offers XOAUTH2 and not PLAIN, as "
                   "imap.163.com does, is asked for it, and the password is refused",
               passwords_alone));
    }
  }

  const MbsyncAccount& account_;
  const std::string& path_;
  const MailProgramFacts& facts_;
  Findings findings_;
};

}  // namespace

Findings check_mbsync(std::string_view text, const std::string& path,
                      const MailProgramFacts& facts) {
  Findings findings;
  for (const MbsyncAccount& account : parse_mbsyncrc(text)) {
    append(findings, AccountCheck(account, path, facts).run());
  }
  return findings;
}

}  // namespace tool
