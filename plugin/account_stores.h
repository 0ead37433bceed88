// SPDX-License-Identifier: MIT
#ifndef PLUGIN_ACCOUNT_STORES_H
#define PLUGIN_ACCOUNT_STORES_H

#include <memory>
#include <string>
#include <vector>

#include "oauth/base/error.h"
#include "oauth/config_loader.h"
#include "oauth/store/file_store.h"
#include "oauth/store/store_places.h"
#include "plugin/jail.h"

namespace plugin {

/// Where a login of the present user finds its configuration and its accounts: by the user's entry
/// in the password database, or, in a jail, as it was taken along.
class AccountStores {
 public:
  /// `along`: what was taken along, or NULL.
  explicit AccountStores(const TakenAlong* along);

  const oauth::ConfigPlaces& config() const { return config_; }

  /// Heeds "[store] dir".
  void set_configured(const std::string& folder) { places_.configured = folder; }

  /// Returns the stores to look into, the likeliest first: by the descriptors that were taken
  /// along, the rest by their paths. They need not exist.
  std::vector<std::unique_ptr<oauth::FileStore>> all();

  /// Remembers, for the sentence, that a folder could not be looked into. One that is closed to
  /// this user holds no account of his.
  void note_closed(const oauth::Error& error);

  /// Returns the sentence that no store holds the account, with what its owner has to run.
  oauth::Error missing(const std::string& account) const;

 private:
  const TakenAlong* const along_;
  oauth::ConfigPlaces config_;
  oauth::StorePlaces places_;
  std::string closed_;
};

}  // namespace plugin

#endif
