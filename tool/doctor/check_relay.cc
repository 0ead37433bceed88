// SPDX-License-Identifier: MIT
#include "tool/doctor/check_relay.h"

#include "oauth/base/bounds.h"
#include "oauth/base/shell_word.h"
#include "oauth/base/text.h"
#include "tool/postfix/plan.h"
#include "tool/postfix/setup.h"

namespace tool {
namespace {

using oauth::shown;

std::string applying(const RelayFacts& facts) {
  return "sudo sasl-oauth postfix " + oauth::shell_word(facts.relay.nexthop()) + " " +
         oauth::shell_word(shown(facts.user)) + " --apply";
}

Finding about_route(const RelayFacts& facts, const PostfixSettings& settings) {
  const std::string relay = settings.value("relayhost");
  const std::string wanted = facts.relay.nexthop();
  if (relay == wanted) return ok("mail for others goes through " + wanted);
  const std::string sentence =
      relay.empty() ? "there is no relayhost: mail does not go through " + wanted
                    : "mail goes through " + shown(relay) + ", not through " + wanted;
  const bool has_other_ways = !settings.value("transport_maps").empty() ||
                              !settings.value("sender_dependent_relayhost_maps").empty();
  if (has_other_ways) {
    return note(sentence + ", unless transport_maps or sender_dependent_relayhost_maps says so",
                applying(facts));
  }
  return problem(sentence, applying(facts));
}

Finding about_entry(const RelayFacts& facts) {
  const std::string where = " in " + shown(facts.table) + " for " + facts.relay.nexthop();
  if (oauth::equals_ignoring_case(facts.found, facts.user)) {
    return ok("Postfix finds " + shown(facts.user) + where);
  }
  if (facts.found.empty()) {
    return problem("Postfix finds no account" + where, applying(facts));
  }
  return problem("Postfix finds " + shown(facts.found) + where + ", not " + shown(facts.user),
                 applying(facts));
}

}  // namespace

RelayFacts relay_facts(const Relay& relay, const std::string& user, const PostfixSettings& settings,
                       oauth::Programs& programs) {
  RelayFacts facts{relay, user, password_map_of(settings.parameters).table, {}, {}};
  facts.found = looked_up(relay, facts.table, programs);
  for (const std::string& table : postfix_words(settings.value("smtp_tls_policy_maps"))) {
    const auto policy = programs.output_of({"postmap", "-q", relay.nexthop(), table},
                                           oauth::bounds::program_timeout);
    if (!policy || policy->status != 0) continue;
    facts.policy = oauth::trimmed(policy->text.reveal());
    break;
  }
  return facts;
}

Findings check_relay(const RelayFacts& facts, const PostfixSettings& settings) {
  Findings findings;
  findings.push_back(about_route(facts, settings));
  findings.push_back(about_entry(facts));
  const std::vector<std::string> policy = postfix_words(facts.policy);
  if (!policy.empty() && !checks_certificates(policy[0])) {
    findings.push_back(warning("smtp_tls_policy_maps has " + shown(policy[0]) + " for " +
                                   facts.relay.nexthop() +
                                   ": whoever is in between gets the token with any certificate",
                               facts.relay.nexthop() + " secure   (in smtp_tls_policy_maps)"));
  }
  return findings;
}

}  // namespace tool
