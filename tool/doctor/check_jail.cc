// SPDX-License-Identifier: MIT
#include "tool/doctor/check_jail.h"

#include "oauth/base/text.h"

namespace tool {
namespace {

using oauth::shown;

std::string listed(const std::vector<std::string>& names) {
  std::string text = shown(names.front());
  if (names.size() > 1) text += " and " + std::to_string(names.size() - 1) + " more";
  return text;
}

std::string moving_in(const JailFacts& facts) {
  const std::string service = facts.places.of_service();
  const std::string jailed = facts.places.of_jailed();
  if (facts.has_jailed_store) return "mv " + service + "/*.json " + jailed + "/";
  return "install -d -m 700 " + facts.places.statedir + "/jail && mv " + service + " " + jailed +
         " && postfix reload";
}

}  // namespace

std::string jailed_line(const std::string& user) {
  return "jailed: smtp=" + user + " lmtp=" + user + "   (in plugin.conf)";
}

Findings check_jail(const JailFacts& facts) {
  Findings findings;
  const std::string& user = facts.places.user;
  const bool is_configured = !facts.places.configured.empty();
  if (!is_configured && !facts.is_named && !facts.jailed.empty()) {
    findings.push_back(problem(
        facts.places.of_jailed() + " is for programs that start as root and are named as " +
            "PROGRAM=" + user + " in plugin.conf's jailed:, and there is none",
        user == "postfix" ? jailed_line(user)
                          : "mv " + facts.places.of_jailed() + " " + facts.places.of_service()));
    return findings;
  }
  if (!facts.is_named) return findings;
  // By its path, a store is found without a chroot; one in jail/ never is.
  const bool needs_descriptor = facts.is_chrooted || !facts.jailed.empty();
  if (needs_descriptor && facts.not_taken) {
    findings.push_back(
        finding_of(*facts.not_taken, Mark::problem, "ls -ld " + facts.places.statedir));
  } else if (!is_configured && !facts.jailed.empty()) {
    findings.push_back(ok("programs that jail themselves take " + facts.places.of_jailed() +
                          " along, and nothing leads out of it"));
  }
  if (facts.is_chrooted && !is_configured && !facts.unjailed.empty()) {
    findings.push_back(problem(listed(facts.unjailed) + " in " + facts.places.of_service() +
                                   " cannot be reached from Postfix's chroot",
                               moving_in(facts)));
  }
  return findings;
}

}  // namespace tool
