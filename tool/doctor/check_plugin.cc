// SPDX-License-Identifier: MIT
#include "tool/doctor/check_plugin.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "tool/doctor/plugin_file.h"

namespace tool {
namespace {

constexpr char our_file[] = "libsasl-oauth.so";
constexpr char reinstall[] = "reinstall sasl-oauth, then restart the mail programs";

std::string listed(const std::vector<std::string>& words, const char* between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

// libsasl ends its list at a '=' too.
std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> folders;
  path = path.substr(0, path.find('='));
  while (!path.empty()) {
    const std::string_view folder = path.substr(0, path.find(':'));
    if (!folder.empty()) folders.emplace_back(folder);
    path.remove_prefix(std::min(folder.size() + 1, path.size()));
  }
  return folders;
}

}  // namespace

std::vector<std::string> PluginPlaces::folders() const {
  std::vector<std::string> named = split_path(sasl_path);
  return named.empty() ? std::vector<std::string>{libsasl_folder} : named;
}

Findings PluginCheck::run() {
  Findings findings;
  for (const std::string& folder : places_.folders()) append(findings, look_into(folder));
  append(findings, check_ours());
  append(findings, check_core());
  append(findings, check_libsasl());
  if (!places_.sasl_path.empty() && !has_plain_) {
    findings.push_back(warning(
        "SASL_PATH replaces libsasl's own folder, and PLAIN (libplain.so) is not in it: programs "
        "with this environment can use no password",
        "export SASL_PATH=" + places_.sasl_path + ":" + places_.libsasl_folder));
  }
  return findings;
}

Findings PluginCheck::look_into(const std::string& folder) {
  const auto names = files_.names_in(folder);
  if (!names) {
    return {finding_of(names.error(), Mark::problem, "ls -ld " + folder)};
  }
  Findings findings;
  std::size_t looked_at = 0;
  for (const std::string& name : *names) {
    if (name == "libplain.so") has_plain_ = true;
    if (name == "libsasl-oauth.la") {
      findings.push_back(
          note(folder + "/" + name + " makes some builds of libsasl pass over " + our_file,
               "rm " + folder + "/" + name));
    }
    if (!oauth::ends_with(name, ".so") || ++looked_at > oauth::bounds::max_plugins) continue;
    append(findings, look_at_plugin(folder, name));
  }
  return findings;
}

Findings PluginCheck::look_at_plugin(const std::string& folder, const std::string& file) {
  const std::string path = folder + "/" + file;
  const auto content = files_.read(path, oauth::bounds::max_plugin_bytes);
  if (!content) {
    const Mark mark = file == our_file ? Mark::problem : Mark::note;
    return {finding_of(content.error(), mark, "chmod 644 " + path)};
  }
  if (!*content) return {};  // a link that leads nowhere, which libsasl passes over as well
  const std::string_view bytes = (*content)->text.reveal();
  if (const std::optional<Label> label = label_in(bytes, "door")) {
    ours_.push_back(path);
    if (abi_.empty()) abi_ = label->abi;
    if (label->version == PACKAGE_VERSION)
      return {ok(path + " is there, version " PACKAGE_VERSION)};
    return {problem(path + " is of version " + label->version + ", this tool of " PACKAGE_VERSION,
                    reinstall)};
  }
  if (file == our_file) {
    ours_.push_back(path);
    return {problem(path + " is not the plugin of this sasl-oauth", reinstall)};
  }
  std::vector<std::string> mechanisms = mechanisms_in(bytes);
  if (!mechanisms.empty()) others_.push_back({path, file, std::move(mechanisms)});
  return {};
}

Finding PluginCheck::missing() const {
  const std::string folders = listed(places_.folders(), ", ");
  const std::string installed = places_.our_folder + "/" + our_file;
  const auto there = facts_.look_at(installed, oauth::Symlinks::follow);
  if (!there || !*there) {
    return problem(std::string(our_file) + " is neither in " + folders + " nor in " +
                       places_.our_folder + ", where it was installed",
                   reinstall);
  }
  const std::string sentence =
      std::string(our_file) + " is in " + places_.our_folder + ", but libsasl looks in " + folders;
  if (!places_.sasl_path.empty()) {
    return problem(sentence + " (SASL_PATH)",
                   "export SASL_PATH=" + places_.sasl_path + ":" + places_.our_folder);
  }
  return problem(sentence, "ln -s " + installed + " " + places_.libsasl_folder + "/");
}

Findings PluginCheck::check_ours() {
  if (ours_.empty()) return {missing()};
  Findings findings;
  if (ours_.size() > 1) {
    findings.push_back(warning("the plugin is there more than once (" + listed(ours_, ", ") +
                                   "), and which one counts is chance",
                               "rm " + ours_.back()));
  }
  for (const std::string& path : ours_) {
    const auto fact = facts_.look_at(path, oauth::Symlinks::follow);
    if (!fact || !*fact || ((*fact)->mode & 022) == 0) continue;
    findings.push_back(problem(path + " can be written by others, who could then be anybody here",
                               "chmod go-w " + path));
  }
  return findings;
}

Findings PluginCheck::check_core() {
  Findings findings;
  if (auto opened = modules_.check(places_.network, "sasl_oauth_network"); !opened) {
    findings.push_back(problem("cannot open " + places_.network + ": " + opened.error().message +
                                   ": no token can be fetched",
                               reinstall));
  }
  const auto core = files_.read(places_.core, oauth::bounds::max_plugin_bytes);
  if (auto opened = modules_.check(places_.core, "sasl_oauth_core"); !opened) {
    findings.push_back(problem(
        "cannot open " + places_.core + ": " + opened.error().message + ": every login fails",
        reinstall));
  } else if (core && *core) {
    const std::optional<Label> label = label_in((*core)->text.reveal(), "core");
    const bool fits =
        label && label->version == PACKAGE_VERSION && (abi_.empty() || label->abi == abi_);
    if (!fits) {
      findings.push_back(
          problem(places_.core + " is of another version than the plugin or the tool", reinstall));
    }
  }
  if (findings.empty())
    findings.push_back(ok("core.so and network.so beside the tool can be opened"));
  return findings;
}

Findings PluginCheck::check_libsasl() {
  const std::optional<oauth::SystemLibsasl> found = modules_.libsasl();
  if (!found) {
    return {problem("there is no libsasl2 on this machine, so no program can use the plugin",
                    "apt-get install libsasl2-2 (Debian) or dnf install cyrus-sasl-lib (Fedora)")};
  }
  const std::string what = "libsasl2 " + found->version() + " (" + found->path + ")";
  if (found->major == 2 && found->minor == 1) return {ok(what)};
  return {problem(what + " is not one of 2.1, which this plugin was built for: in front of it the "
                         "mechanisms are absent",
                  "install a sasl-oauth that was built for it")};
}

}  // namespace tool
