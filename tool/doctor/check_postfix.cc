// SPDX-License-Identifier: MIT
#include "tool/doctor/check_postfix.h"

#include <algorithm>
#include <string_view>

#include "oauth/base/text.h"
#include "tool/doctor/check_jail.h"
#include "tool/doctor/check_password_map.h"
#include "tool/doctor/mechanism_filter.h"
#include "tool/postfix/plan.h"

namespace tool {
namespace {

using oauth::equals_ignoring_case;
using oauth::shown;

bool has_word(const std::vector<std::string>& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& each) { return equals_ignoring_case(each, word); });
}

class ServiceCheck {
 public:
  ServiceCheck(const PostfixFacts& facts, const PostfixService& service)
      : facts_(facts), service_(service) {}

  Findings run() {
    check_jail();
    check_user();
    if (value("smtp_sasl_auth_enable") != "yes") {
      add(problem(name() + "does not sign in at all", set("smtp_sasl_auth_enable", "yes")));
      return std::move(findings_);
    }
    check_type();
    check_filter();
    check_security_options();
    check_tls();
    check_cache();
    return std::move(findings_);
  }

 private:
  std::string value(std::string_view parameter) const {
    return facts_.settings.value(service_, parameter);
  }

  std::string name() const { return "Postfix's service " + shown(service_.name) + " "; }

  // In the place where the value stands now.
  std::string set(const std::string& parameter, const std::string& text) const {
    if (service_.overrides.count(parameter) == 0) {
      return "postconf -e '" + parameter + " = " + text + "' && postfix reload";
    }
    std::string compact = text;  // postconf -P takes no blank in a value
    compact.erase(std::remove(compact.begin(), compact.end(), ' '), compact.end());
    return "postconf -P '" + shown(service_.name) + "/" + shown(service_.type) + "/" + parameter +
           "=" + compact + "' && postfix reload";
  }

  void add(Finding finding) { findings_.push_back(std::move(finding)); }

  void check_jail() {
    if (!service_.is_jailed) return add(ok(name() + "is not in a chroot"));
    const std::string queue = value("queue_directory");
    const std::string where = name() + "runs in a chroot (" + shown(queue) + ")";
    if (facts_.takes_along) {
      add(ok(where + ", and takes along what it needs"));
    } else {
      add(problem(where + ", and takes nothing of sasl-oauth's along: plugin.conf's jailed: does " +
                      "not say smtp=" + shown(value("mail_owner")),
                  jailed_line(shown(value("mail_owner")))));
    }
    for (const char* file : {"/etc/resolv.conf", "/etc/hosts"}) {
      if (queue.empty() || facts_.has_file(queue + file)) continue;
      add(warning(
          "the chroot has no " + std::string(file + 1) + ", so names are not found from within",
          "install -D -m 644 " + std::string(file) + " " + shown(queue) + file));
    }
  }

  void check_user() {
    if (!service_.keeps_root) return;
    add(problem(
        name() + "stays root, and does not find the accounts of " + shown(value("mail_owner")),
        "postconf -F '" + shown(service_.name) + "/" + shown(service_.type) +
            "/unprivileged = y' && postfix reload"));
  }

  void check_type() {
    const std::string type = value("smtp_sasl_type");
    if (type == "cyrus") return;
    add(problem(name() + "has smtp_sasl_type = " + shown(type) + ", which is not Cyrus SASL",
                set("smtp_sasl_type", "cyrus")));
  }

  void check_filter() {
    const std::vector<std::string> filter = postfix_words(value("smtp_sasl_mechanism_filter"));
    const Filtered xoauth2 = filtered(filter, "xoauth2");
    const Filtered oauthbearer = filtered(filter, "oauthbearer");
    if (xoauth2 == Filtered::unknown || oauthbearer == Filtered::unknown) {
      return add(note(name() +
                          "has a table as smtp_sasl_mechanism_filter; see that it lets XOAUTH2 "
                          "or OAUTHBEARER pass",
                      set("smtp_sasl_mechanism_filter", "xoauth2")));
    }
    if (xoauth2 == Filtered::stops && oauthbearer == Filtered::stops) {
      return add(problem(name() + "lets neither XOAUTH2 nor OAUTHBEARER pass",
                         set("smtp_sasl_mechanism_filter", "xoauth2, oauthbearer")));
    }
    if (filter.empty() && !facts_.ranks_high) {
      add(note(name() + "names no mechanism, and passwords rank above tokens in it",
               set("smtp_sasl_mechanism_filter", "xoauth2")));
    }
  }

  // Each option that is required must be claimed by the mechanism ("No worthy mechs found").
  void check_security_options() {
    const std::vector<std::string> options = postfix_words(value("smtp_sasl_tls_security_options"));
    for (const char* option : {"noactive", "mutual_auth", "forward_secrecy"}) {
      if (has_word(options, option)) refuse_option(option);
    }
    if (has_word(options, "noplaintext") && !facts_.claims_no_plaintext) {
      refuse_option("noplaintext");
    }
    const bool has_own =
        has_word(postfix_words(value("smtp_sasl_security_options")), "noplaintext");
    if (!has_own && tls_level() == "may") {
      add(warning(name() + "would send a token over a connection without TLS "
                           "(smtp_sasl_security_options lacks noplaintext)",
                  set("smtp_sasl_security_options", "noplaintext, noanonymous")));
    }
  }

  void refuse_option(const std::string& option) {
    add(problem(name() + "demands " + option +
                    " under TLS too, which no bearer token can claim: \"No worthy mechs found\"",
                set("smtp_sasl_tls_security_options", "noanonymous")));
  }

  // As Postfix has it: the level goes before the settings that it replaced.
  std::string tls_level() const {
    const std::string level = value("smtp_tls_security_level");
    if (!level.empty()) return level;
    if (value("smtp_enforce_tls") == "yes") return "encrypt";
    return value("smtp_use_tls") == "yes" ? "may" : "none";
  }

  // The level that makes sure of the server, with somebody who vouches for it.
  std::string set_secure() const {
    const bool has_authorities =
        !value("smtp_tls_CAfile").empty() || !value("smtp_tls_CApath").empty();
    const std::string more = has_authorities || facts_.ca_file.empty()
                                 ? std::string()
                                 : "postconf -e 'smtp_tls_CAfile = " + facts_.ca_file + "' && ";
    return more + set("smtp_tls_security_level", "secure");
  }

  void check_tls() {
    const std::string level = tls_level();
    if (level == "none" && !value("smtp_tls_policy_maps").empty()) {
      add(note(name() + "uses TLS only where smtp_tls_policy_maps says so", set_secure()));
    } else if (level == "none") {
      add(problem(name() + "uses no TLS: a token would go in clear", set_secure()));
    } else if (level == "may") {
      add(warning(name() + "goes on without TLS if the server, or somebody in between, says so",
                  set_secure()));
    } else if (!checks_certificates(level)) {
      add(warning(name() + "takes any certificate: whoever is in between gets the token",
                  set_secure()));
    }
    const std::string relay = value("relayhost");
    const bool is_tls_port = relay.size() > 4 && (relay.substr(relay.size() - 4) == ":465");
    if (is_tls_port && value("smtp_tls_wrappermode") != "yes") {
      add(problem(name() + "speaks to port 465 without TLS from the start",
                  set("smtp_tls_wrappermode", "yes")));
    }
  }

  void check_cache() {
    if (value("smtp_sasl_auth_cache_name").empty()) return;
    add(warning(name() +
                    "remembers a refused login for 90 days by its password, which never changes "
                    "here: one refusal stops all mail",
                set("smtp_sasl_auth_cache_name", "")));
  }

  const PostfixFacts& facts_;
  const PostfixService& service_;
  Findings findings_;
};

bool filter_names_us(const PostfixSettings& settings) {
  const auto words = postfix_words(settings.value("smtp_sasl_mechanism_filter"));
  return has_word(words, "xoauth2") || has_word(words, "oauthbearer");
}

// "smtp" and "relay" say the same twice, unless one of them has its own settings.
std::vector<const PostfixService*> services_to_check(const PostfixSettings& settings) {
  std::vector<const PostfixService*> chosen;
  for (const PostfixService& service : settings.services) {
    const bool is_like_another =
        std::any_of(chosen.begin(), chosen.end(), [&](const PostfixService* other) {
          const auto sasl_of = [](const PostfixService& each) {
            std::string text;
            for (const auto& [name, value] : each.overrides) {
              const bool counts =
                  oauth::starts_with(name, "smtp_sasl_") || oauth::starts_with(name, "smtp_tls_");
              if (counts) text += name + "=" + value + "\n";
            }
            return text;
          };
          return other->is_jailed == service.is_jailed && sasl_of(*other) == sasl_of(service);
        });
    if (!is_like_another) chosen.push_back(&service);
  }
  return chosen;
}

}  // namespace

bool concerns_us(const PostfixFacts& facts) {
  const bool is_in_map =
      std::any_of(facts.passwords.begin(), facts.passwords.end(), [&](const PasswordEntry& entry) {
        return entry.kind != PasswordKind::other || (facts.serves && facts.serves(entry.user));
      });
  return facts.is_asked_for || facts.accounts > 0 || is_in_map || filter_names_us(facts.settings);
}

Findings check_postfix(const PostfixFacts& facts) {
  if (!concerns_us(facts)) {
    return {ok("Postfix has no account of sasl-oauth and signs in, if at all, with passwords")};
  }
  Findings findings;
  if (!facts.serves) {
    findings.push_back(
        note("the accounts of Postfix's user " + shown(facts.settings.value("mail_owner")) +
                 " cannot be seen by us",
             "sudo sasl-oauth doctor --for " + shown(facts.settings.value("mail_owner"))));
  }
  for (const PostfixService* service : services_to_check(facts.settings)) {
    append(findings, ServiceCheck(facts, *service).run());
  }
  if (facts.settings.services.empty()) {
    findings.push_back(
        problem("master.cf has no service that runs smtp",
                "postconf -M smtp/unix='smtp unix - - n - - smtp' && postfix reload"));
  }
  append(findings, check_password_map(facts));
  return findings;
}

}  // namespace tool
