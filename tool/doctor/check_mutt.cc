// SPDX-License-Identifier: MIT
#include "tool/doctor/check_mutt.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "tool/doctor/mutt_config.h"

namespace tool {
namespace {

using oauth::shown;

bool names_tokens(const std::string& authenticators) {
  const std::string lower = oauth::ascii_lower(authenticators);
  return lower.find("oauthbearer") != lower.npos || lower.find("xoauth2") != lower.npos;
}

/// One of mutt's two ways to sign in: "imap" or "smtp".
class WayCheck {
 public:
  WayCheck(const MuttConfig& config, const std::string& path, MuttSasl sasl, std::string way)
      : config_(config), path_(path), sasl_(sasl), way_(std::move(way)) {}

  Findings run(const MuttServer& server, const std::string& user) {
    check_command(user);
    check_authenticators();
    if (const MuttVariable* password = config_.find(way_ + "_pass")) {
      add(note(at(*password) + way_ + "_pass is not asked: there is an account of sasl-oauth",
               "delete that line"));
    }
    const bool starts_tls = config_.value("ssl_starttls") != "no";
    const bool forces_tls = config_.value("ssl_force_tls") == "yes";
    if (!server.is_encrypted && !forces_tls) {
      const std::string what = path_ + ": " + way_ + " as " + shown(user);
      add(starts_tls
              ? warning(what + " goes on without TLS if the server says so",
                        "set ssl_force_tls=yes")
              : problem(what + " uses no TLS: the token goes in clear", "set ssl_force_tls=yes"));
    }
    if (findings_.empty())
      findings_.push_back(ok(path_ + ": " + way_ + " as " + shown(user) + " signs in by token"));
    return std::move(findings_);
  }

 private:
  void add(Finding finding) { findings_.push_back(std::move(finding)); }
  std::string at(const MuttVariable& variable) const {
    return path_ + ":" + std::to_string(variable.line) + ": ";
  }

  // smtp by XOAUTH2 is mutt's own with either library, but without a command Cyrus SASL serves it.
  void check_command(const std::string& user) {
    const std::string name = way_ + "_oauth_refresh_command";
    if (sasl_ == MuttSasl::cyrus || config_.find(name) != nullptr) return;
    const std::string why = sasl_ == MuttSasl::other
                                ? "this mutt has not Cyrus SASL, so it needs a command for tokens"
                                : "a mutt without Cyrus SASL needs a command for tokens";
    const std::string line = "set " + name + "=\"sasl-oauth token " + shown(user) + "\"";
    const std::string sentence = path_ + ": " + way_ + " as " + shown(user) + ": " + why;
    add(sasl_ == MuttSasl::other ? problem(sentence, line) : note(sentence, line));
  }

  void check_authenticators() {
    const std::string name = way_ + "_authenticators";
    const MuttVariable* found = config_.find(name);
    const std::string line = "set " + name + "=\"oauthbearer:xoauth2\"";
    if (found != nullptr && !names_tokens(found->value)) {
      add(problem(at(*found) + name + " has no mechanism with a token", line));
    } else if (found == nullptr && sasl_ == MuttSasl::other) {
      add(note(path_ + ": without " + name + " other mechanisms may be tried first", line));
    }
  }

  const MuttConfig& config_;
  const std::string& path_;
  const MuttSasl sasl_;
  const std::string way_;
  Findings findings_;
};

MuttServer imap_server(const MuttConfig& config) {
  MuttServer server = parse_mutt_url(config.value("folder"));
  if (server.host.empty()) server = parse_mutt_url(config.value("spoolfile"));
  if (server.user.empty()) server.user = config.value("imap_user");
  return server;
}

}  // namespace

MuttSasl parse_mutt_version(std::string_view text) {
  const auto has = [&](std::string_view word) { return text.find(word) != text.npos; };
  if (has("+USE_SASL") || has("+sasl")) return MuttSasl::cyrus;
  if (has("-USE_SASL") || has("+USE_GSASL") || has("-sasl") || has("+gsasl"))
    return MuttSasl::other;
  return MuttSasl::unknown;
}

MuttSasl mutt_sasl(oauth::Programs& programs, const std::string& program) {
  const auto output = programs.output_of({program, "-v"}, oauth::bounds::program_timeout);
  return output ? parse_mutt_version(output->text.reveal()) : MuttSasl::unknown;
}

Findings check_mutt(std::string_view text, const std::string& path, MuttSasl sasl,
                    const MailProgramFacts& facts) {
  const MuttConfig config = parse_muttrc(text);
  Findings findings;
  const MuttServer imap = imap_server(config);
  if (!imap.user.empty() && facts.serves(imap.user)) {
    append(findings, WayCheck(config, path, sasl, "imap").run(imap, imap.user));
  }
  const MuttServer smtp = parse_mutt_url(config.value("smtp_url"));
  if (!smtp.user.empty() && facts.serves(smtp.user)) {
    append(findings, WayCheck(config, path, sasl, "smtp").run(smtp, smtp.user));
  }
  for (const MuttVariable& file : config.sourced) {
    findings.push_back(note(path + ":" + std::to_string(file.line) + ": reads " +
                                shown(file.value) + ", which doctor does not",
                            "look there for the same settings"));
  }
  return findings;
}

}  // namespace tool
