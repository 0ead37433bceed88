// SPDX-License-Identifier: MIT
#include "tool/doctor/check_password_map.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
#include "tool/doctor/mechanism_filter.h"

namespace tool {
namespace {

using oauth::shown;

// The file that postmap makes of a map's source; empty for a type that is read as it is.
std::optional<std::string> made_file(const std::string& type, const std::string& path) {
  if (type == "texthash") return std::string();
  if (type == "hash" || type == "btree") return path + ".db";
  if (type == "lmdb") return path + ".lmdb";
  if (type == "cdb") return path + ".cdb";
  return std::nullopt;
}

class MapReader {
 public:
  MapReader(oauth::FileReader& files, FileFacts& facts) : files_(files), facts_(facts) {}

  void read(std::string map) {
    if (oauth::starts_with(map, "proxy:")) map = map.substr(6);
    const std::size_t colon = map.find(':');
    if (colon == map.npos) return;
    const std::string type = map.substr(0, colon);
    const std::string path = map.substr(colon + 1);
    if (type == "static") return read_static(path);
    const std::optional<std::string> made = made_file(type, path);
    if (!made) {
      return add(note("smtp_sasl_password_maps names a " + shown(type) +
                          " table, which doctor does not look into",
                      "postmap -q SERVER " + shown(type) + ":..."));
    }
    read_file(type, path, *made);
  }

  PasswordMaps take() { return std::move(maps_); }

 private:
  void add(Finding finding) { maps_.findings.push_back(std::move(finding)); }

  void read_static(std::string_view value) {
    if (!value.empty() && value.front() == '{' && value.back() == '}') {
      value = value.substr(1, value.size() - 2);
    }
    maps_.entries.push_back(parse_password_entry(value));
  }

  void read_file(const std::string& type, const std::string& path, const std::string& made) {
    const auto content = files_.read(path, oauth::bounds::max_config_bytes);
    if (!content) {
      return add(finding_of(content.error(), Mark::note, "sudo sasl-oauth doctor --for postfix"));
    }
    if (!*content) {
      return add(problem("smtp_sasl_password_maps names " + shown(path) + ", which is not there",
                         "sudo sasl-oauth postfix RELAY ACCOUNT --apply"));
    }
    bool has_secret = false;
    for (PasswordEntry& entry : parse_password_map((*content)->text.reveal())) {
      has_secret = has_secret || entry.kind == PasswordKind::other;
      maps_.entries.push_back(std::move(entry));
    }
    if (has_secret && (*content)->others_can_read) {
      add(warning(shown(path) + " can be read by others", "chmod 600 " + shown(path)));
    }
    if (!made.empty()) check_made(type, path, made);
  }

  void check_made(const std::string& type, const std::string& path, const std::string& made) {
    const auto source = facts_.look_at(path, oauth::Symlinks::follow);
    const auto table = facts_.look_at(made, oauth::Symlinks::follow);
    if (!source || !*source || !table) return;
    const std::string remedy = "postmap " + type + ":" + shown(path);
    if (!*table)
      return add(problem(shown(made) + " is not there: Postfix defers all mail", remedy));
    if ((*table)->changed_at < (*source)->changed_at) {
      add(problem(shown(made) + " is older than " + shown(path) +
                      ": Postfix uses what stood there "
                      "before",
                  remedy));
    }
  }

  oauth::FileReader& files_;
  FileFacts& facts_;
  PasswordMaps maps_;
};

bool is_any_jailed(const PostfixSettings& settings) {
  return std::any_of(settings.services.begin(), settings.services.end(),
                     [](const PostfixService& service) { return service.is_jailed; });
}

std::string login(const PostfixFacts& facts, const std::string& account) {
  return "sudo " + oauth::tool_command("login", account, facts.settings.value("mail_owner"));
}

Findings about(const PasswordEntry& entry, const PostfixFacts& facts) {
  const std::string what = "Postfix signs in to " + shown(entry.key.empty() ? "all" : entry.key) +
                           " as " + shown(entry.user);
  const bool is_account =
      entry.kind == PasswordKind::account || entry.kind == PasswordKind::named_account;
  if (is_account && facts.serves) {
    if (facts.serves(entry.target)) return {ok(what + " with an account of sasl-oauth")};
    return {problem(what + ", and its user has no account " + shown(entry.target),
                    login(facts, entry.target))};
  }
  if (entry.kind == PasswordKind::token_file && !facts.has_file(entry.target)) {
    const std::string inside = facts.settings.value("queue_directory") + entry.target;
    if (is_any_jailed(facts.settings) && facts.has_file(inside)) return {};
    return {problem(what + " with the token file " + shown(entry.target) + ", which is not there",
                    login(facts, entry.user) + ", and oauth2 as the password in the map")};
  }
  return {};
}

bool has_password(const PasswordEntry& entry, const PostfixFacts& facts) {
  return entry.kind == PasswordKind::other && !(facts.serves && facts.serves(entry.user));
}

// A service whose filter lets passwords pass, and nothing of ours.
bool is_for_passwords(const PostfixService& service, const PostfixSettings& settings) {
  const std::vector<std::string> words =
      postfix_words(settings.value(service, "smtp_sasl_mechanism_filter"));
  const bool has_passwords =
      filtered(words, "plain") == Filtered::passes || filtered(words, "login") == Filtered::passes;
  return has_passwords && filtered(words, "xoauth2") == Filtered::stops &&
         filtered(words, "oauthbearer") == Filtered::stops;
}

bool lets_passwords_pass(const PostfixSettings& settings) {
  const std::vector<std::string> words =
      postfix_words(settings.value("smtp_sasl_mechanism_filter"));
  return filtered(words, "plain") != Filtered::stops || filtered(words, "login") != Filtered::stops;
}

// libsasl ranks once a process and never falls through: the server that offers XOAUTH2 gets the
// password as if it were a token.
Findings about_mixed(const PostfixFacts& facts) {
  const auto& entries = facts.passwords;
  const auto with = std::find_if(entries.begin(), entries.end(), [&](const PasswordEntry& entry) {
    return has_password(entry, facts);
  });
  if (with == entries.end() || !facts.serves) return {};
  const std::string what = "Postfix has a password, or a token that nobody renews, for " +
                           shown(with->user) + " at " + shown(with->key);
  for (const PostfixService& service : facts.settings.services) {
    if (!is_for_passwords(service, facts.settings)) continue;
    return {ok(what + ", where its service " + shown(service.name) +
               " takes nothing but passwords (transport_maps says for which mail)")};
  }
  const bool are_all = std::all_of(entries.begin(), entries.end(), [&](const PasswordEntry& entry) {
    return has_password(entry, facts);
  });
  if (!lets_passwords_pass(facts.settings) && !are_all) {
    return {problem(what + ", and smtp_sasl_mechanism_filter lets no password pass: \"No worthy " +
                        "mechs found\"",
                    separating_advice(shown(with->key)))};
  }
  if (!facts.ranks_high) return {};
  return {warning(what + ": where that server offers XOAUTH2, a password is refused",
                  are_all ? "postconf -e 'smtp_sasl_mechanism_filter = plain, login' && postfix "
                            "reload"
                          : separating_advice(shown(with->key)))};
}

// Postfix asks for the relay as it is written, then for the host alone.
Findings about_relay(const PostfixFacts& facts) {
  const std::string relay = facts.settings.value("relayhost");
  if (relay.empty() || facts.passwords.empty()) return {};
  std::string host = relay.substr(0, relay.find("]:"));
  if (!host.empty() && host[0] == '[') host = host.substr(1);
  if (host == relay) host = relay.substr(0, relay.find(':'));
  if (!host.empty() && host.back() == ']') host.pop_back();
  for (const PasswordEntry& entry : facts.passwords) {
    const bool is_static = entry.key.empty();
    if (is_static || entry.key == relay || oauth::equals_ignoring_case(entry.key, host)) return {};
    if (entry.key.find('@') != entry.key.npos) return {};  // by sender
  }
  return {problem("no entry of smtp_sasl_password_maps is for the relayhost " + shown(relay),
                  shown(relay) + " " + shown(facts.passwords.front().user) +
                      ":oauth2   (in that table, spelled as in relayhost; then postmap)")};
}

}  // namespace

std::string separating_advice(const std::string& server) {
  return "postconf -M passwords/unix='passwords unix - - n - - smtp -o "
         "smtp_sasl_mechanism_filter=plain,login', and in transport_maps: DOMAIN passwords:" +
         server;
}

PasswordMaps read_password_maps(const std::string& maps, oauth::FileReader& files,
                                FileFacts& file_facts) {
  MapReader reader(files, file_facts);
  for (const std::string& map : postfix_words(maps)) reader.read(map);
  return reader.take();
}

Findings check_password_map(const PostfixFacts& facts) {
  Findings findings;
  if (facts.settings.value("smtp_sasl_password_maps").empty()) {
    findings.push_back(
        problem("smtp_sasl_password_maps is empty, so Postfix has no user to sign in",
                "sudo sasl-oauth postfix RELAY ACCOUNT --apply"));
    return findings;
  }
  for (const PasswordEntry& entry : facts.passwords) append(findings, about(entry, facts));
  append(findings, about_mixed(facts));
  append(findings, about_relay(facts));
  return findings;
}

}  // namespace tool
