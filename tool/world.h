// SPDX-License-Identifier: MIT
#ifndef TOOL_WORLD_H
#define TOOL_WORLD_H

#include <memory>
#include <optional>
#include <string>

#include "oauth/base/result.h"
#include "oauth/config.h"
#include "oauth/config_loader.h"
#include "oauth/os/environment.h"
#include "oauth/os/file.h"
#include "oauth/os/module_loader.h"
#include "oauth/os/process.h"
#include "oauth/os/system_clock.h"
#include "oauth/os/system_random.h"
#include "oauth/secret_reference.h"
#include "oauth/sheet_explainer.h"
#include "oauth/store/store_places.h"
#include "oauth/token_source.h"
#include "tool/acting_as.h"
#include "tool/options.h"

namespace tool {

/// Everything of the world that a command touches: the real clock, files, network and processes,
/// the configuration, and who we are. This and account_book.h name the adapters.
class World {
 public:
  /// Returns the world for these options. Reads nothing yet but the password database.
  /// Errors: no_access (--for without root), bad_config (--for somebody unknown).
  static oauth::Result<std::unique_ptr<World>> open(const Options& options);

  World(const World&) = delete;
  World& operator=(const World&) = delete;

  oauth::FileReader& files() { return files_; }
  oauth::Network& network() { return network_; }
  oauth::Clock& clock() { return clock_; }
  oauth::Random& random() { return random_; }
  oauth::SystemProcess& process() { return process_; }
  oauth::ConfigLoader& loader() { return loader_; }
  oauth::SecretResolver& secrets() { return secrets_; }

  /// Returns the configuration, read when first asked for. Errors: those of ConfigLoader::load.
  oauth::Result<const oauth::Configuration*> configuration();

  /// Returns the places of the stores: as the configuration says, or the usual ones.
  /// Errors: those of ConfigLoader::load.
  oauth::Result<oauth::StorePlaces> places();

  /// Returns the owner of the accounts if that is somebody else (--for).
  const std::optional<oauth::Person>& owner() const { return owner_; }
  /// Returns the name of the user whose accounts they are; empty if nobody knows it.
  std::string user() const;
  /// From now on acts as the owner; opens the network first, which needs our own rights.
  /// Does nothing without --for. Errors: no_access.
  oauth::Result<ActingAs> act_as_owner();

  /// Returns what explains servers' codes. The configuration must have been read.
  oauth::SheetExplainer& explainer() { return *explainer_; }

  /// Returns the source of tokens in a store, which is borrowed.
  oauth::TokenSource source(oauth::TokenStore& store);
  /// Returns what a refresh of an account in that store talks to.
  oauth::RefreshPorts ports(oauth::TokenStore& store);
  /// Returns an account as TokenSource wants it. The configuration must have been read.
  oauth::Account account(const std::string& name) const;

 private:
  explicit World(const Options& options);

  const std::string store_folder_;
  const std::optional<oauth::Person> ourselves_;
  std::optional<oauth::Person> owner_;
  const std::string home_;  // empty where it must not count

  oauth::SystemFileReader files_;
  oauth::SystemClock clock_;
  oauth::SystemRandom random_;
  oauth::SystemProcess process_;
  oauth::LazyNetwork network_;
  oauth::ConfigLoader loader_;
  oauth::SecretResolver secrets_;
  std::optional<oauth::Configuration> configuration_;
  std::optional<oauth::SheetExplainer> explainer_;
};

}  // namespace tool

#endif
