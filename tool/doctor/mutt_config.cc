// SPDX-License-Identifier: MIT
#include "tool/doctor/mutt_config.h"

#include <algorithm>

#include "oauth/base/text.h"
#include "oauth/wire/form.h"

namespace tool {
namespace {

constexpr std::string_view blanks = " \t\r";

const char* const wanted[] = {"folder",
                              "imap_authenticators",
                              "imap_oauth_refresh_command",
                              "imap_pass",
                              "imap_user",
                              "smtp_authenticators",
                              "smtp_oauth_refresh_command",
                              "smtp_pass",
                              "smtp_url",
                              "spoolfile",
                              "ssl_force_tls",
                              "ssl_starttls"};

bool is_wanted(std::string_view name) {
  return std::find(std::begin(wanted), std::end(wanted), name) != std::end(wanted);
}

// Returns the next token with its quotes undone, and moves `rest` beyond it. '=' ends an unquoted
// one, as in "set name = value".
std::string next_token(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
  std::string token;
  char quote = '\0';
  for (; !rest.empty(); rest.remove_prefix(1)) {
    const char c = rest[0];
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
        continue;
      }
      if (c == '\\' && quote == '"' && rest.size() > 1) rest.remove_prefix(1);
      token += rest[0];
      continue;
    }
    if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '=' || c == ';' || c == '#' || blanks.find(c) != blanks.npos) {
      break;
    } else {
      token += c;
    }
  }
  return token;
}

// "folder=imaps://h/?a=b": the value itself may have a '='.
std::string next_value(std::string_view& rest) {
  std::string value = next_token(rest);
  while (!rest.empty() && rest[0] == '=') {
    rest.remove_prefix(1);
    value += "=" + next_token(rest);
  }
  return value;
}

bool skip_sign(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
  if (rest.empty() || rest[0] != '=') return false;
  rest.remove_prefix(1);
  return true;
}

void read_set(std::string_view rest, std::size_t line, MuttConfig& config) {
  for (;;) {
    const std::string name = next_token(rest);
    if (name.empty()) return;
    std::string value = skip_sign(rest) ? next_value(rest) : "yes";
    if (!is_wanted(name)) continue;
    if (name == "imap_pass" || name == "smtp_pass") value = "set";
    config.variables[name] = {value, line};
  }
}

std::string decoded(std::string_view text) {
  const auto fields = oauth::parse_form(text);
  return fields && fields->size() == 1 ? fields->front().name : std::string(text);
}

}  // namespace

const MuttVariable* MuttConfig::find(std::string_view name) const {
  const auto found = variables.find(name);
  return found == variables.end() ? nullptr : &found->second;
}

std::string MuttConfig::value(std::string_view name) const {
  const MuttVariable* found = find(name);
  return found == nullptr ? std::string() : found->value;
}

MuttConfig parse_muttrc(std::string_view text) {
  MuttConfig config;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::string command = next_token(line);
    if (command == "set") read_set(line, number, config);
    if (command == "source") config.sourced.push_back({next_value(line), number});
  }
  return config;
}

MuttServer parse_mutt_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == url.npos) return {};
  const std::string_view name = url.substr(0, scheme);
  std::string_view authority = url.substr(scheme + 3);
  authority = authority.substr(0, authority.find('/'));
  MuttServer server;
  server.is_encrypted = name == "imaps" || name == "smtps" || name == "pops";
  if (const std::size_t at = authority.rfind('@'); at != authority.npos) {
    std::string_view user = authority.substr(0, at);
    user = user.substr(0, user.find(':'));
    server.user = user.find('+') == user.npos ? decoded(user) : std::string(user);
    authority.remove_prefix(at + 1);
  }
  server.host = authority.substr(0, authority.find(':'));
  return server;
}

}  // namespace tool
