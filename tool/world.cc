// SPDX-License-Identifier: MIT
#include "tool/world.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;

std::string absolute(const std::string& path) {
  if (path.empty()) return path;
  std::error_code problem;
  const std::string full = std::filesystem::absolute(path, problem).lexically_normal();
  if (problem) return path;
  return full.size() > 1 && full.back() == '/' ? full.substr(0, full.size() - 1) : full;
}

std::string explicit_configuration(const Options& options) {
  return options.config_file.empty() ? oauth::environment("SASL_OAUTH_CONFIG")
                                     : absolute(options.config_file);
}

// With --for we are root: what a user's own files name (a secret's file, a command) would be read
// and run with root's rights, so his home does not count then.
std::string home_of(const Options& options, const std::optional<oauth::Person>& ourselves) {
  const bool counts = options.for_user.empty() && !oauth::is_privileged() && ourselves;
  return counts ? ourselves->home : std::string();
}

}  // namespace

World::World(const Options& options)
    : store_folder_(absolute(options.store_folder)),
      ourselves_(oauth::person_by_uid(geteuid())),
      home_(home_of(options, ourselves_)),
      network_(SASL_OAUTH_NETWORK_PATH),
      loader_(files_, oauth::ConfigPlaces{SASL_OAUTH_SYSCONFDIR, SASL_OAUTH_DATADIR, home_,
                                          explicit_configuration(options)}),
      secrets_(files_, oauth::environment("CREDENTIALS_DIRECTORY"), &process_) {}

Result<std::unique_ptr<World>> World::open(const Options& options) {
  std::unique_ptr<World> world(new World(options));
  if (options.for_user.empty()) return world;
  const std::string shown = oauth::printable(options.for_user, oauth::bounds::max_quoted_bytes);
  if (geteuid() != 0) {
    return Error{ErrorKind::no_access, "--for " + shown + " needs root; run it with sudo"};
  }
  world->owner_ = oauth::person_by_name(options.for_user);
  if (!world->owner_) {
    return Error{ErrorKind::bad_config, "there is no user " + shown + " here; correct --for"};
  }
  return world;
}

Result<const oauth::Configuration*> World::configuration() {
  if (!configuration_) {
    Result<oauth::Configuration> loaded = loader_.load();
    if (!loaded) return loaded.error();
    configuration_ = std::move(*loaded);
    explainer_.emplace(loader_, *configuration_);
  }
  return &*configuration_;
}

Result<oauth::StorePlaces> World::places() {
  const auto configured = configuration();
  if (!configured) return configured.error();
  oauth::StorePlaces places;
  places.configured = store_folder_.empty() ? (*configured)->store_dir : store_folder_;
  places.home = home_;
  places.statedir = SASL_OAUTH_STATEDIR;
  places.user = user();
  return places;
}

std::string World::user() const {
  if (owner_) return owner_->name;
  return ourselves_ ? ourselves_->name : std::string();
}

Result<ActingAs> World::act_as_owner() {
  if (!owner_) return ActingAs();
  (void)network_.open();  // a failure shows when the network is wanted
  return ActingAs::user(*owner_);
}

oauth::RefreshPorts World::ports(oauth::TokenStore& store) {
  return {store,
          network_,
          clock_,
          random_,
          explainer_ ? &*explainer_ : nullptr,
          &files_,
          owner_ ? nullptr : &process_};
}

oauth::TokenSource World::source(oauth::TokenStore& store) {
  return oauth::TokenSource(ports(store));
}

oauth::Account World::account(const std::string& name) const {
  oauth::Account account;
  account.name = name;
  account.min_validity = oauth::min_validity_for(*configuration_, name, "other");
  account.network = oauth::with(oauth::NetworkSettings(), configuration_->network);
  return account;
}

}  // namespace tool
