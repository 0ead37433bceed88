// SPDX-License-Identifier: MIT
#include "tool/doctor/postfix_settings.h"

#include <algorithm>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;

const char* const wanted[] = {"compatibility_level",
                              "config_directory",
                              "default_database_type",
                              "import_environment",
                              "mail_owner",
                              "queue_directory",
                              "relayhost",
                              "sender_dependent_relayhost_maps",
                              "smtp_sasl_auth_cache_name",
                              "smtp_sasl_auth_enable",
                              "smtp_sasl_mechanism_filter",
                              "smtp_sasl_password_maps",
                              "smtp_sasl_security_options",
                              "smtp_sasl_tls_security_options",
                              "smtp_sasl_type",
                              "smtp_sender_dependent_authentication",
                              "smtp_enforce_tls",
                              "smtp_tls_CAfile",
                              "smtp_tls_CApath",
                              "smtp_tls_policy_maps",
                              "smtp_tls_security_level",
                              "smtp_tls_wrappermode",
                              "smtp_use_tls",
                              "transport_maps"};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    lines.push_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(lines.back().size() + 1, text.size()));
  }
  return lines;
}

// Returns what stands on both sides of the first '='.
std::pair<std::string, std::string> assignment_of(std::string_view text) {
  const std::size_t sign = text.find('=');
  if (sign == text.npos) return {};
  return {std::string(oauth::trimmed(text.substr(0, sign))),
          std::string(oauth::trimmed(text.substr(sign + 1)))};
}

PostfixParameters assignments_in(std::string_view text) {
  PostfixParameters parameters;
  for (const std::string_view line : lines_of(text)) {
    auto [name, value] = assignment_of(line);
    if (!name.empty()) parameters[name] = value;
  }
  return parameters;
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> words;
  for (;;) {
    const std::size_t begin = text.find_first_not_of(separators);
    if (begin == text.npos) return words;
    text.remove_prefix(begin);
    words.emplace_back(text.substr(0, text.find_first_of(separators)));
    text.remove_prefix(words.back().size());
  }
}

// "-o name=value", "-oname=value"; "-o { name = value with blanks }" comes in several words.
void read_override(const std::vector<std::string>& words, std::size_t& at,
                   PostfixService& service) {
  std::string text = words[at].substr(2);
  if (text.empty() && at + 1 < words.size()) text = words[++at];
  if (text == "{") {
    text.clear();
    while (++at < words.size() && words[at] != "}") text += words[at] + " ";
  }
  auto [name, value] = assignment_of(text);
  if (!name.empty()) service.overrides[name] = value;
}

}  // namespace

std::string PostfixSettings::value(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

std::string PostfixSettings::value(const PostfixService& service, std::string_view name) const {
  const auto found = service.overrides.find(name);
  return found == service.overrides.end() ? value(name) : found->second;
}

// "NAME" hands on what the environment has; "NAME=VALUE" is a value of its own.
std::string PostfixSettings::imported(std::string_view name) const {
  for (std::string word : postfix_words(value("import_environment"))) {
    if (word.size() > 1 && word.front() == '{' && word.back() == '}') {
      word = word.substr(1, word.size() - 2);
    }
    const auto [own, text] = assignment_of(word);
    if (own == name) return text;
  }
  return {};
}

std::vector<std::string> postfix_words(std::string_view text) { return split(text, ", \t\r\n"); }

std::vector<PostfixService> parse_services(std::string_view text, std::string_view level) {
  const bool is_old = level.empty() || level[0] == '0';
  std::vector<PostfixService> services;
  for (const std::string_view line : lines_of(text)) {
    const std::vector<std::string> words = split(line, " \t\r");
    // service type private unpriv chroot wakeup maxproc command arguments
    if (words.size() < 8 || words[0][0] == '#' || words[7] != "smtp") continue;
    PostfixService service{
        words[0], words[1], words[4] == "y" || (words[4] == "-" && is_old), {}, words[3] == "n"};
    for (std::size_t at = 8; at < words.size(); ++at) {
      if (oauth::starts_with(words[at], "-o")) read_override(words, at, service);
    }
    services.push_back(std::move(service));
  }
  return services;
}

Result<PostfixSettings> postfix_settings(oauth::Programs& programs) {
  // With -x Postfix puts in what $name means; names that it does not know it leaves out.
  std::vector<std::string> words = {"postconf", "-x"};
  words.insert(words.end(), std::begin(wanted), std::end(wanted));
  const auto parameters = programs.output_of(words, oauth::bounds::program_timeout);
  if (!parameters) return parameters.error();
  PostfixSettings settings;
  settings.parameters = assignments_in(parameters->text.reveal());
  if (settings.parameters.empty()) return Error{ErrorKind::no_access, "is not configured"};
  const auto services = programs.output_of({"postconf", "-M"}, oauth::bounds::program_timeout);
  if (!services) return services.error();
  settings.services =
      parse_services(services->text.reveal(), settings.value("compatibility_level"));
  return settings;
}

Result<PostfixParameters> postfix_main_cf(oauth::Programs& programs) {
  const auto lines = programs.output_of({"postconf", "-n"}, oauth::bounds::program_timeout);
  if (!lines) return lines.error();
  return assignments_in(lines->text.reveal());
}

}  // namespace tool
