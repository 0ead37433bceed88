// SPDX-License-Identifier: MIT
#include "oauth/config_loader.h"

#include <algorithm>
#include <optional>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/config_reader.h"
#include "oauth/provider_reader.h"
#include "oauth/provider_tenant.h"

namespace oauth {
namespace {

constexpr std::string_view suffix = ".toml";

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == path.npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// It says where refresh tokens and secrets are sent, and names commands to run.
Error distrusted(const FileContent& content) {
  return Error{ErrorKind::no_access, content.distrust};
}

Result<std::optional<Configuration>> read_configuration(FileReader& files,
                                                        const std::string& path) {
  auto content = files.read(path, bounds::max_config_bytes);
  if (!content) return content.error();
  if (!*content) return std::optional<Configuration>();
  if (!(*content)->distrust.empty()) return distrusted(**content);
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
  if (!(*content)->distrust.empty()) return distrusted(**content);
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

Result<std::string> ConfigLoader::sheet_file(std::string_view name) {
  if (!is_config_name(name)) return std::string();
  for (const std::string& folder : provider_folders()) {
    std::string path = folder + "/" + std::string(name) + std::string(suffix);
    auto content = files_.read(path, bounds::max_config_bytes);
    if (!content) return content.error();
    if (*content) return path;
  }
  return std::string();
}

Result<std::optional<Provider>> ConfigLoader::described(const Configuration& configuration,
                                                        const Reference& reference) {
  std::optional<Provider> found;
  if (is_config_name(reference.name)) {
    for (const std::string& folder : provider_folders()) {
      auto read = read_provider(files_, folder + "/" + reference.name + std::string(suffix),
                                reference.name);
      if (!read) return read.error();
      found = std::move(*read);
      if (found) break;
    }
  }
  const auto table = configuration.providers.find(reference.name);
  if (table == configuration.providers.end()) return found;
  if (!found) return std::optional<Provider>(table->second);
  merge(*found, table->second);
  return found;
}

Result<Provider> ConfigLoader::sheet(const Configuration& configuration, const Reference& reference,
                                     std::size_t depth) {
  auto found = described(configuration, reference);
  if (!found) return found.error();
  if (!*found) return unknown_provider(configuration, reference);
  Provider provider = std::move(**found);
  if (provider.based_on.name.empty()) return provider;
  if (depth == bounds::max_provider_depth) {
    return Error{ErrorKind::bad_config, provider.based_on.origin.prefix() + "provider \"" +
                                            provider.name +
                                            "\" is based on too many others, or in a circle;"
                                            " correct based_on"};
  }
  auto base = sheet(configuration, provider.based_on, depth + 1);
  if (!base) return base;
  return derived_from(std::move(*base), std::move(provider));
}

Result<Provider> ConfigLoader::sheet(const Configuration& configuration,
                                     const Reference& reference) {
  return sheet(configuration, reference, 1);
}

Result<Provider> ConfigLoader::provider(const Configuration& configuration,
                                        const Reference& reference) {
  Result<Provider> found = checked(configuration, reference);
  if (!found || !found->token_endpoint.empty()) return found;
  return Error{ErrorKind::bad_config, found->origin.prefix() + "provider \"" + found->name +
                                          "\" has no token_endpoint; give its URL (sasl-oauth"
                                          " discover finds it)"};
}

Result<Provider> ConfigLoader::checked(const Configuration& configuration,
                                       const Reference& reference) {
  auto described = sheet(configuration, reference);
  if (!described) return described;
  auto provider = with_tenant(std::move(*described), {});
  if (!provider) return provider;
  if (auto checked = check(*provider); !checked) return checked.error();
  return provider;
}

Result<std::string> ConfigLoader::provider_of_address(const Configuration& configuration,
                                                      std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == address.npos) return std::string();
  const std::string domain = ascii_lower(address.substr(at + 1));
  auto names = provider_names(configuration);
  if (!names) return names.error();
  for (std::string& name : *names) {
    auto found = described(configuration, Reference{name, {}});
    if (!found) return found.error();
    if (!*found) continue;  // a folder, say
    const auto& domains = (*found)->domains;
    if (std::find(domains.begin(), domains.end(), domain) != domains.end()) return std::move(name);
  }
  return std::string();
}

Result<std::vector<std::string>> ConfigLoader::provider_names(const Configuration& configuration) {
  std::vector<std::string> names;
  for (const auto& each : configuration.providers) names.push_back(each.first);
  for (const std::string& folder : provider_folders()) {
    auto files = files_.names_in(folder);
    if (!files) return files.error();
    for (std::string_view file : *files) {
      if (!ends_with(file, suffix)) continue;
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
