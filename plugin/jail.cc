// SPDX-License-Identifier: MIT
#include "plugin/jail.h"

#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string_view>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/config.h"
#include "oauth/os/environment.h"
#include "oauth/os/module_loader.h"

namespace plugin {
namespace {

using oauth::Result;

std::atomic<TakenAlong*> taken{nullptr};

std::string current_folder() {
  const std::unique_ptr<char, void (*)(void*)> folder(getcwd(nullptr, 0), free);
  return folder ? folder.get() : "";
}

void take_files(TakenAlong& along, const oauth::ConfigLoader& loader) {
  for (const std::string& path : loader.config_files()) along.files.keep_file(path);
  for (const std::string& folder : loader.provider_folders()) {
    along.files.keep_folder(folder, ".toml");
  }
  along.files.keep_file(SASL_OAUTH_XOAUTH2_CONF);
}

void take_store(TakenAlong& along) {
  const bool is_configured = !along.places.configured.empty();
  const std::string path = is_configured ? along.places.configured : along.places.of_jailed();
  auto held = oauth::HeldFolder::take(path);
  if (!held) {
    along.problem = held.error().message;
  } else if (*held) {
    along.stores.push_back(std::move(**held));
  } else {
    along.problem = path + " was not there when this program started; once it is, start it anew" +
                    (along.user == "postfix" ? ": postfix reload" : "");
  }
}

// Reading a sheet costs more than all else here, and none that we ship has authorities of its own.
bool may_have_authorities(TakenAlong& along, oauth::ConfigLoader& loader,
                          const oauth::Configuration& configuration, const std::string& provider) {
  if (configuration.providers.count(provider) != 0) return true;
  const auto path = loader.sheet_file(provider);
  if (!path) return false;
  const auto sheet = along.files.read(*path, oauth::bounds::max_config_bytes);
  return sheet && *sheet && (*sheet)->text.reveal().find("ca_") != std::string_view::npos;
}

// Those of the system, and of providers that the administrator has described. What a record says is
// not asked: it is the jailed user's to write, and root must not read for him what he cannot.
std::vector<oauth::NetworkSettings> wanted_authorities(TakenAlong& along,
                                                       oauth::ConfigLoader& loader,
                                                       const oauth::Configuration& configuration) {
  std::vector<oauth::NetworkSettings> wanted = {
      oauth::NetworkSettings(), oauth::with(oauth::NetworkSettings(), configuration.network)};
  const auto names = loader.provider_names(configuration);
  if (!names) return wanted;
  for (const std::string& name : *names) {
    if (!may_have_authorities(along, loader, configuration, name)) continue;
    const auto provider = loader.sheet(configuration, oauth::Reference{name, {}});
    if (provider) wanted.push_back(oauth::network_for(configuration, *provider));
  }
  return wanted;
}

std::unique_ptr<TakenAlong> taken_for(const oauth::Person& person) {
  auto along = std::make_unique<TakenAlong>();
  along->user = person.name;
  along->uid = person.uid;
  along->folder = current_folder();
  along->config = {SASL_OAUTH_SYSCONFDIR, SASL_OAUTH_DATADIR, "",
                   oauth::environment("SASL_OAUTH_CONFIG")};
  oauth::ConfigLoader loader(along->files, along->config);
  take_files(*along, loader);
  Result<oauth::Configuration> loaded = loader.load();
  const oauth::Configuration configuration = loaded ? std::move(*loaded) : oauth::Configuration();
  along->places = {configuration.store_dir, "", SASL_OAUTH_STATEDIR, person.name};
  take_store(*along);
  oauth::LazyNetwork network(SASL_OAUTH_NETWORK_PATH);
  (void)network.keep_trusted(wanted_authorities(*along, loader, configuration), along->disk);
  return along;
}

}  // namespace

void take_along(const char* user_name) noexcept {
  try {
    if (taken.load() != nullptr || user_name == nullptr) return;
    const auto person = oauth::person_by_name(user_name);
    if (!person) return;
    auto along = taken_for(*person);
    TakenAlong* none = nullptr;
    if (taken.compare_exchange_strong(none, along.get())) static_cast<void>(along.release());
  } catch (...) {
  }
}

std::string path_within(const TakenAlong& along, const std::string& path) {
  const auto exists = [](const std::string& each) { return access(each.c_str(), F_OK) == 0; };
  if (along.folder.size() < 2 || exists(path)) return path;
  if (oauth::starts_with(path, along.folder + "/")) {
    std::string inside = path.substr(along.folder.size());
    if (exists(inside)) return inside;
  }
  std::string outside = along.folder + path;
  return exists(outside) ? outside : path;
}

TakenAlong* taken_along() noexcept {
  TakenAlong* along = taken.load();
  return along != nullptr && along->uid == geteuid() ? along : nullptr;
}

}  // namespace plugin
