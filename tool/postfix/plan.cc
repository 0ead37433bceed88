// SPDX-License-Identifier: MIT
#include "tool/postfix/plan.h"

#include <algorithm>

#include "oauth/base/text.h"
#include "tool/doctor/mechanism_filter.h"
#include "tool/postfix_map.h"

namespace tool {
namespace {

using oauth::ascii_lower;
using oauth::equals_ignoring_case;

std::string value_of(const PostfixParameters& now, std::string_view name,
                     const char* otherwise = "") {
  const auto found = now.find(name);
  return found == now.end() ? otherwise : found->second;
}

bool has_word(const std::vector<std::string>& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& each) { return equals_ignoring_case(each, word); });
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// Postfix's own (postconf -d).
constexpr char default_security_options[] = "noplaintext, noanonymous";

class Planner {
 public:
  Planner(PostfixPlan& plan, const PostfixSituation& situation)
      : plan_(plan), now_(situation.now), situation_(situation) {}

  void run() {
    set("relayhost", plan_.relay.nexthop(),
        "the server that takes our mail; in brackets, so that no MX record leads elsewhere");
    set("smtp_sasl_auth_enable", "yes", "sign in there");
    set("smtp_sasl_type", "cyrus", "by Cyrus SASL, whose plugin sasl-oauth is");
    set("smtp_sasl_mechanism_filter", filter(), "with a token, and with nothing else");
    set("smtp_sasl_password_maps", maps(), "as the user that this table names");
    set_security_options();
    set_tls();
    // A refusal would be remembered for 90 days by the password, which is always "oauth2".
    if (!value_of(now_, "smtp_sasl_auth_cache_name").empty()) {
      set("smtp_sasl_auth_cache_name", "",
          "a refused login must be tried again: the token changes");
    }
  }

 private:
  void set(const char* name, std::string value, const char* reason) {
    plan_.settings.push_back({name, std::move(value), reason});
  }

  std::string filter() const {
    const std::string present = value_of(now_, "smtp_sasl_mechanism_filter");
    const std::vector<std::string> words = postfix_words(present);
    std::vector<std::string> wanted;
    for (const char* name : {"XOAUTH2", "OAUTHBEARER"}) {
      if (!situation_.mechanisms.empty() && !has_word(situation_.mechanisms, name)) continue;
      if (!words.empty() && filtered(words, name) != Filtered::stops) return present;
      wanted.push_back(ascii_lower(name));
    }
    if (!situation_.has_passwords) return joined(wanted);
    // The other servers need theirs. With an account of ours, tokens rank above passwords here.
    return present.empty() ? present : joined(wanted) + ", " + present;
  }

  // Tables that are no files (LDAP, SQL) are asked first, as they were.
  std::string maps() const {
    const std::string present = value_of(now_, "smtp_sasl_password_maps");
    if (!postfix_tables(present).files.empty()) return present;
    return present.empty() ? plan_.map.table : present + ", " + plan_.map.table;
  }

  void set_security_options() {
    const std::string in_clear =
        value_of(now_, "smtp_sasl_security_options", default_security_options);
    set("smtp_sasl_security_options",
        has_word(postfix_words(in_clear), "noplaintext") ? in_clear : default_security_options,
        "without TLS no token is sent: whoever listens would have it");
    const std::string under_tls =
        value_of(now_, "smtp_sasl_tls_security_options", default_security_options);
    const std::vector<std::string> words = postfix_words(under_tls);
    const bool demands_more = std::any_of(words.begin(), words.end(), [](const std::string& each) {
      return !equals_ignoring_case(each, "noanonymous") &&
             !equals_ignoring_case(each, "nodictionary");
    });
    set("smtp_sasl_tls_security_options", demands_more ? "noanonymous" : under_tls,
        "under TLS a token is sent; it counts as plain text, which Postfix refuses by default");
  }

  void set_tls() {
    const std::string level = value_of(now_, "smtp_tls_security_level");
    set("smtp_tls_security_level", checks_certificates(level) ? level : "secure",
        "TLS always, and with nobody but the server of that name: encrypt would take anybody");
    const bool needs_authorities =
        !checks_certificates(level) || level == "verify" || level == "secure";
    if (needs_authorities && value_of(now_, "smtp_tls_CAfile").empty() &&
        !situation_.ca_file.empty()) {
      set("smtp_tls_CAfile", situation_.ca_file,
          "who vouches for that name; read before the chroot, so that nothing is copied into it");
    }
    const bool wraps = value_of(now_, "smtp_tls_wrappermode") == "yes";
    if (plan_.relay.begins_with_tls) {
      set("smtp_tls_wrappermode", "yes", "TLS from the first byte, as on port 465");
    } else if (wraps) {
      set("smtp_tls_wrappermode", "no", "TLS by STARTTLS, as on this port");
    }
  }

  PostfixPlan& plan_;
  const PostfixParameters& now_;
  const PostfixSituation& situation_;
};

bool is_same(const std::string& name, const std::string& one, const std::string& other) {
  if (name == "relayhost") return one == other;
  return postfix_words(one) == postfix_words(other);
}

}  // namespace

PostfixMap password_map_of(const PostfixParameters& now) {
  const std::string type = value_of(now, "default_database_type", "hash");
  PostfixMap map;
  map.table = type + ":" + value_of(now, "config_directory", "/etc/postfix") + "/sasl_passwd";
  for (const std::string& table : postfix_words(value_of(now, "smtp_sasl_password_maps"))) {
    if (postfix_tables(table).files.empty()) continue;
    map.table = table.find(':') == table.npos ? type + ":" + table : table;
    break;
  }
  const std::size_t colon = map.table.find(':');
  map.file = map.table.substr(colon + 1);
  map.is_compiled = map.table.substr(0, colon) != "texthash";
  return map;
}

PostfixPlan plan_postfix(const Relay& relay, const std::string& user,
                         const PostfixSituation& situation) {
  PostfixPlan plan;
  plan.relay = relay;
  plan.user = user;
  plan.map = password_map_of(situation.now);
  Planner(plan, situation).run();
  return plan;
}

std::vector<PostfixSetting> missing_settings(const PostfixPlan& plan,
                                             const PostfixParameters& now) {
  std::vector<PostfixSetting> missing;
  for (const PostfixSetting& setting : plan.settings) {
    if (!is_same(setting.name, setting.value, value_of(now, setting.name))) {
      missing.push_back(setting);
    }
  }
  return missing;
}

bool checks_certificates(std::string_view level) {
  return level == "secure" || level == "verify" || level == "fingerprint" || level == "dane-only";
}

std::string system_ca_file(bool (*exists)(const char* path)) {
  // Debian and its kin, Fedora and its kin, openSUSE, Alpine.
  for (const char* path : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                           "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}) {
    if (exists(path)) return path;
  }
  return {};
}

}  // namespace tool
