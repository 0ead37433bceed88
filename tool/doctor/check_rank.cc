// SPDX-License-Identifier: MIT
#include "tool/doctor/check_rank.h"

#include "oauth/base/text.h"
#include "tool/doctor/known_plugins.h"
#include "tool/doctor/mechanism_strength.h"

namespace tool {
namespace {

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

std::string subject(const RankFacts& facts) {
  const std::string program =
      facts.program.name.empty() ? std::string("programs") : facts.program.name;
  return "in " + program + " of user " + facts.program.user_name;
}

std::string conf_line(const RankFacts& facts, const std::string& choice) {
  const std::string& name = facts.program.name;
  return "prefer: " + (name.empty() ? choice : "auto " + name + "=" + choice) + "   (in " +
         facts.places.plugin_conf + ")";
}

Finding when_high(const RankFacts& facts) {
  const std::string above = subject(facts) + ", XOAUTH2 and OAUTHBEARER rank above PLAIN and LOGIN";
  if (facts.rank.prefer == DoorRank::Prefer::always) {
    if (facts.accounts > 0) return ok(above + ", as plugin.conf says");
    return warning(
        above + ", as plugin.conf says, though there is no account: password logins fail",
        conf_line(facts, "auto"));
  }
  if (facts.accounts > 0) return ok(above + ", since there is an account");
  if (facts.has_mark) {
    return warning(above + " because of the mark " + facts.mark +
                       ", though there is no account: "
                       "password logins fail",
                   "rm " + facts.mark);
  }
  return ok(above + ", since " + facts.places.xoauth2_conf + " is there");
}

Finding without_mark(const RankFacts& facts) {
  const std::string below = subject(facts) + ", XOAUTH2 and OAUTHBEARER rank below PLAIN and LOGIN";
  if (facts.is_store_elsewhere) {
    return warning(below +
                       ": this store is not where programs look for a mark "
                       "of it when they start",
                   conf_line(facts, "yes"));
  }
  if (facts.has_mark) {
    return warning(below + ": HOME is " + facts.program.home + ", where the mark " + facts.mark +
                       " is not looked for",
                   "export HOME=" + folder_of(folder_of(folder_of(folder_of(facts.mark)))));
  }
  return problem(below + ", though there is an account: its mark is missing",
                 "mkdir -p " + folder_of(facts.mark) + " && touch " + facts.mark);
}

Finding when_low(const RankFacts& facts) {
  const std::string below = subject(facts) + ", XOAUTH2 and OAUTHBEARER rank below PLAIN and LOGIN";
  if (facts.accounts == 0) return ok(below + ": passwords work as they did without sasl-oauth");
  if (facts.rank.prefer == DoorRank::Prefer::never) {
    return note(below + ", as plugin.conf says; a program that is told the mechanism uses it",
                conf_line(facts, "auto"));
  }
  return without_mark(facts);
}

// The option by which a program's user names a mechanism; mbsync and Postfix, which have files, are
// looked at by checks of their own.
std::string naming_option(const std::string& program) {
  for (const char* each : {"imtest", "pop3test", "smtptest", "sivtest", "lmtptest", "nntptest"}) {
    if (program == each) return "-m PLAIN, or ";
  }
  return oauth::starts_with(program, "ldap") ? "-Y PLAIN, or " : "";
}

bool has_own_check(const std::string& program) {
  return program == "mbsync" || program == "smtp" || program == "lmtp";
}

Findings about_passwords_beside(const RankFacts& facts) {
  const std::string& name = facts.program.name;
  if (!facts.rank.is_high || facts.accounts == 0 || name.empty() || has_own_check(name)) return {};
  return {note("a login with a password in " + name +
                   " has to name its mechanism: where the server offers XOAUTH2, it is taken",
               naming_option(name) + conf_line(facts, "no"))};
}

const char separating[] =
    "name what it has not: AuthMechs OAUTHBEARER (mbsync), smtp_sasl_mechanism_filter = "
    "oauthbearer (Postfix); or remove ";

Finding about_rival(const OtherPlugin& other, const KnownPlugin& known, const RankFacts& facts) {
  const Order order =
      compare(known.strength, our_strength(facts.rank.is_high, facts.rank.claims_no_plaintext));
  const std::string what = std::string(known.name) + " (" + other.path + ") ";
  const std::string remark = std::string("; ") + known.remark;
  const bool is_above_passwords = compare(known.strength, password_strength) == Order::above;
  if (order == Order::below) {
    return note(what + "ranks below ours here" + remark, "rm " + other.path);
  }
  if (order == Order::by_chance) {
    return warning(what + "claims what ours claims here: which one counts is chance" + remark,
                   conf_line(facts, "yes"));
  }
  if (facts.accounts == 0 && !is_above_passwords) {
    return note(what +
                    "ranks above ours here, and with PLAIN and LOGIN by chance: it may get "
                    "logins with a password" +
                    remark,
                "AuthMechs PLAIN LOGIN (mbsync), smtp_sasl_mechanism_filter = plain, login "
                "(Postfix), for accounts with a password");
  }
  return warning(what + "ranks above ours" + (is_above_passwords ? " and above passwords" : "") +
                     ": it gets the logins by XOAUTH2" + remark,
                 separating + other.path);
}

Finding about(const OtherPlugin& other, const RankFacts& facts) {
  if (const KnownPlugin* known = known_plugin(other.file)) return about_rival(other, *known, facts);
  std::string names;
  for (const std::string& each : other.mechanisms) names += (names.empty() ? "" : " and ") + each;
  return warning("an unknown plugin, " + other.path + ", has " + names +
                     " too; its rank cannot be told without running it",
                 "compare the SECURITY flags: saslpluginviewer -c -m " + other.mechanisms.front());
}

}  // namespace

Findings check_rank(const RankFacts& facts, const std::vector<OtherPlugin>& others) {
  Findings findings;
  findings.push_back(facts.rank.is_high ? when_high(facts) : when_low(facts));
  append(findings, about_passwords_beside(facts));
  if (facts.rank.claims_no_plaintext) {
    findings.push_back(
        note("plugin.conf claims noplaintext for the mechanisms: a token may go over "
             "a connection without TLS where the program relies on that flag",
             "noplaintext: no   (in " + facts.places.plugin_conf + ")"));
  }
  for (const OtherPlugin& other : others) findings.push_back(about(other, facts));
  if (others.empty())
    findings.push_back(ok("there is no other plugin with XOAUTH2 or OAUTHBEARER"));
  return findings;
}

}  // namespace tool
