// SPDX-License-Identifier: MIT
#include "tool/doctor/check_configuration.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/shell_word.h"
#include "oauth/base/text.h"
#include "oauth/config_reader.h"
#include "oauth/secret_reference.h"
#include "oauth/store/foreign_json.h"
#include "tool/doctor/plugin_conf_lines.h"

namespace tool {
namespace {

using oauth::Result;

constexpr char see_check[] = "sasl-oauth config check";
// What sasl-xoauth2's package has where a client belongs.
constexpr std::string_view placeholder = "CLIENT_ID_GOES_HERE";

// root's files are root's; a person's are his.
Finding distrusted(const std::string& sentence, const std::string& path) {
  const std::string file = oauth::shell_word(path);
  return problem(sentence, "chown \"$(id -u)\" " + file + " && chmod go-w " + file);
}

}  // namespace

Findings ConfigurationCheck::run() {
  Findings findings = check_files();
  append(findings, check_environment());
  append(findings, check_plugin_conf_file());
  append(findings, check_xoauth2_conf());
  return findings;
}

Findings ConfigurationCheck::check_files() {
  Findings findings;
  bool is_good = true;
  for (const std::string& path : loader_.config_files()) {
    const auto content = files_.read(path, oauth::bounds::max_config_bytes);
    if (!content) {
      findings.push_back(finding_of(content.error(), Mark::problem, "chmod u+r " + path));
      is_good = false;
      continue;
    }
    if (!*content) {
      if (path != places_.explicit_file)
        findings.push_back(ok(path + " is not there, which is fine"));
      continue;
    }
    if (!(*content)->distrust.empty()) {
      findings.push_back(distrusted((*content)->distrust, path));
      is_good = false;
      continue;
    }
    const auto trust = (*content)->others_can_read ? oauth::SourceTrust::readable_by_others
                                                   : oauth::SourceTrust::private_file;
    const auto parsed = oauth::parse_configuration((*content)->text.reveal(), path, trust);
    if (parsed) {
      findings.push_back(ok(path + " is fine"));
    } else {
      findings.push_back(finding_of(parsed.error(), Mark::problem, see_check));
      is_good = false;
    }
  }
  if (!is_good) return findings;  // the whole would only repeat it
  Result<oauth::Configuration> whole = loader_.load();
  if (!whole) {
    findings.push_back(finding_of(whole.error(), Mark::problem, see_check));
    return findings;
  }
  configuration_ = std::move(*whole);
  append(findings, check_providers());
  append(findings, check_clients());
  return findings;
}

Findings ConfigurationCheck::check_providers() {
  const auto names = loader_.provider_names(configuration_);
  if (!names) return {finding_of(names.error(), Mark::problem, see_check)};
  Findings findings;
  for (const std::string& name : *names) {
    const oauth::Reference reference{name, {}};
    const auto sheet = loader_.sheet(configuration_, reference);
    if (sheet && sheet->is_template) continue;  // it lacks what those based on it must say
    const auto provider = loader_.provider(configuration_, reference);
    if (!provider) findings.push_back(finding_of(provider.error(), Mark::problem, see_check));
  }
  for (const auto& each : configuration_.accounts) {
    const auto choice = oauth::choose_sign_in(configuration_, each.first);
    if (!choice) {
      findings.push_back(finding_of(choice.error(), Mark::problem, see_check));
    } else if (!choice->provider.name.empty()) {
      const auto provider = loader_.provider(configuration_, choice->provider);
      if (!provider) findings.push_back(finding_of(provider.error(), Mark::problem, see_check));
    }
  }
  return findings;
}

// Commands are not run: a check must not ask for a passphrase.
Findings ConfigurationCheck::check_clients() {
  Findings findings;
  for (const auto& [name, client] : configuration_.clients) {
    if (client.client_id.empty()) {
      findings.push_back(problem(client.origin.prefix() + "[client." + name + "] has no client_id",
                                 "client_id = \"...\""));
    }
    const bool is_file =
        client.client_secret && client.client_secret->kind == oauth::SecretReference::Kind::file;
    if (!is_file) continue;
    const auto secret = oauth::SecretResolver(files_, "", nullptr).resolve(*client.client_secret);
    if (!secret) findings.push_back(finding_of(secret.error(), Mark::problem, see_check));
  }
  return findings;
}

Findings ConfigurationCheck::check_environment() const {
  if (!places_.is_from_environment) return {};
  return {note("SASL_OAUTH_CONFIG is set to " + places_.explicit_file +
                   ": programs that are started without it (by cron, systemd, Postfix) read other "
                   "files",
               "unset SASL_OAUTH_CONFIG, or set it for those programs too")};
}

Findings ConfigurationCheck::check_plugin_conf_file() {
  const auto content = files_.read(places_.plugin_conf, oauth::bounds::max_config_bytes);
  if (!content) {
    return {finding_of(content.error(), Mark::problem, "chmod 644 " + places_.plugin_conf)};
  }
  if (!*content) return {ok(places_.plugin_conf + " is not there, which is fine")};
  if (!(*content)->distrust.empty()) return {distrusted((*content)->distrust, places_.plugin_conf)};
  Findings findings = check_plugin_conf((*content)->text.reveal(), places_.plugin_conf);
  if (findings.empty()) findings.push_back(ok(places_.plugin_conf + " is fine"));
  return findings;
}

Findings ConfigurationCheck::check_xoauth2_conf() {
  const std::string& path = places_.xoauth2_conf;
  const auto content = files_.read(path, oauth::bounds::max_config_bytes);
  if (!content) return {finding_of(content.error(), Mark::warning, "chmod 644 " + path)};
  if (!*content) return {};
  if (!(*content)->distrust.empty()) return {distrusted((*content)->distrust, path)};
  const std::string_view text = (*content)->text.reveal();
  // The least token file there is: what is wrong with it then is the configuration's.
  const auto parsed = oauth::parse_foreign("{\"access_token\": \"x\"}", path, text, path);
  if (!parsed) {
    Finding finding = finding_of(parsed.error(), Mark::problem, "");
    finding.remedy = "correct it, or: mv " + path + " " + path + ".off";  // it is no token file
    return {finding};
  }
  if (text.find(placeholder) != text.npos) {
    return {warning(path + " still says " + std::string(placeholder) +
                        ": token files without a client_id of their own cannot be refreshed",
                    "\"client_id\": \"YOUR CLIENT ID\"   (in " + path + ")")};
  }
  return {ok(path + " is fine: its values count where a token file has none")};
}

}  // namespace tool
