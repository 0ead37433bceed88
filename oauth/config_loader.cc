// SPDX-License-Identifier: MIT
#include "oauth/config_loader.h"

#include <algorithm>
#include <optional>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/config_reader.h"
#include "oauth/provider_reader.h"

namespace oauth {
namespace {

constexpr std::string_view suffix = ".toml";

std::string shown(std::string_view text) { return printable(text, bounds::max_quoted_bytes); }

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == path.npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<std::optional<Configuration>> read_configuration(FileReader& files,
                                                        const std::string& path) {
  auto content = files.read(path, bounds::max_config_bytes);
  if (!content) return content.error();
  if (!*content) return std::optional<Configuration>();
  const SourceTrust trust =
      (*content)->others_can_read ? SourceTrust::readable_by_others : SourceTrust::private_file;
  auto parsed = parse_configuration((*content)->text.reveal(), shown(path), trust);
  if (!parsed) return parsed.error();
  return std::optional<Configuration>(std::move(*parsed));
}

Result<std::optional<Provider>> read_provider(FileReader& files, const std::string& path,
                                              const std::string& name) {
  auto content = files.read(path, bounds::max_config_bytes);
  if (!content) return content.error();
  if (!*content) return std::optional<Provider>();
  auto parsed = parse_provider((*content)->text.reveal(), shown(path), name);
  if (!parsed) return parsed.error();
  return std::optional<Provider>(std::move(*parsed));
}

void add_unless_there(std::vector<std::string>& names, std::string_view name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

}  // namespace

std::vector<std::string> ConfigLoader::config_files() const {
  if (!places_.explicit_file.empty()) return {places_.explicit_file};
  std::vector<std::string> paths = {places_.sysconfdir + "/sasl-oauth/config.toml"};
  if (!places_.home.empty()) paths.push_back(places_.home + "/.config/sasl-oauth/config.toml");
  return paths;
}

std::vector<std::string> ConfigLoader::provider_folders() const {
  std::vector<std::string> folders;
  if (!places_.explicit_file.empty()) {
    folders.push_back(folder_of(places_.explicit_file) + "/providers");
  } else if (!places_.home.empty()) {
    folders.push_back(places_.home + "/.config/sasl-oauth/providers");
  }
  folders.push_back(places_.sysconfdir + "/sasl-oauth/providers");
  folders.push_back(places_.datadir + "/sasl-oauth/providers");
  return folders;
}

Result<Configuration> ConfigLoader::load() {
  Configuration merged;
  for (const std::string& path : config_files()) {
    auto read = read_configuration(files_, path);
    if (!read) return read.error();
    if (*read) {
      merge(merged, std::move(**read));
    } else if (path == places_.explicit_file) {
      return Error{ErrorKind::bad_config,
                   "there is no configuration file " + shown(path) +
                       "; create it, or correct --config or SASL_OAUTH_CONFIG"};
    }
  }
  if (auto checked = check_clients(merged); !checked) return checked.error();
  return merged;
}

Result<Provider> ConfigLoader::provider(const Configuration& configuration,
                                        const Reference& reference) {
  const auto table = configuration.providers.find(reference.name);
  std::optional<Provider> found;
  if (is_config_name(reference.name)) {
    for (const std::string& folder : provider_folders()) {
      auto read = read_provider(files_, folder + "/" + reference.name + ".toml", reference.name);
      if (!read) return read.error();
      found = std::move(*read);
      if (found) break;
    }
  }
  if (!found && table == configuration.providers.end()) {
    return unknown_provider(configuration, reference);
  }
  Provider provider = found ? std::move(*found) : Provider();
  if (table != configuration.providers.end()) merge(provider, table->second);
  if (auto checked = check(provider); !checked) return checked.error();
  return provider;
}

Result<std::vector<std::string>> ConfigLoader::provider_names(const Configuration& configuration) {
  std::vector<std::string> names;
  for (const auto& each : configuration.providers) names.push_back(each.first);
  for (const std::string& folder : provider_folders()) {
    auto files = files_.names_in(folder);
    if (!files) return files.error();
    for (std::string_view file : *files) {
      if (file.size() <= suffix.size() || file.substr(file.size() - suffix.size()) != suffix) {
        continue;
      }
      file.remove_suffix(suffix.size());
      if (is_config_name(file)) add_unless_there(names, file);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

Error ConfigLoader::unknown_provider(const Configuration& configuration,
                                     const Reference& reference) {
  auto names = provider_names(configuration);
  if (!names) return names.error();
  std::string sentence =
      reference.origin.prefix() + "there is no provider \"" + shown(reference.name) + "\"; ";
  const std::vector<std::string_view> candidates(names->begin(), names->end());
  if (const auto meant = nearest(reference.name, candidates)) {
    sentence.append("did you mean \"").append(*meant).append("\"?");
    return {ErrorKind::bad_config, sentence};
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    sentence.append(i == 0 ? "there are " : ", ").append(candidates[i]);
  }
  if (!candidates.empty()) sentence += "; ";
  sentence += "describe another in a [provider.NAME] table or in " + shown(provider_folders()[0]) +
              "/NAME.toml";
  return {ErrorKind::bad_config, sentence};
}

}  // namespace oauth
