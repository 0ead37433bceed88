// SPDX-License-Identifier: MIT
#ifndef OAUTH_CONFIG_LOADER_H
#define OAUTH_CONFIG_LOADER_H

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/config.h"
#include "oauth/port/file_reader.h"

namespace oauth {

/// Where configuration may lie.
struct ConfigPlaces {
  std::string sysconfdir;     // "/etc"
  std::string datadir;        // "/usr/share"
  std::string home;           // from the password database; empty where it must not count (setuid)
  std::string explicit_file;  // from --config or SASL_OAUTH_CONFIG; empty if neither was given
};

/// Finds and reads the configuration.
///
///   SYSCONFDIR/sasl-oauth/config.toml, and over it HOME/.config/sasl-oauth/config.toml; either may
///   be missing. With an explicit file: that one alone, and it must exist.
///
///   providers/NAME.toml beside the person's (or the explicit) file, else in SYSCONFDIR/sasl-oauth,
///   else in DATADIR/sasl-oauth; the first that exists counts. A [provider.NAME] table of the
///   configuration is laid over it, or stands for itself. What is missing then is taken from the
///   provider that it is based on.
class ConfigLoader {
 public:
  ConfigLoader(FileReader& files, ConfigPlaces places)
      : files_(files), places_(std::move(places)) {}

  /// Returns the configuration, merged. Errors: bad_config (as parse_configuration; an unknown
  /// client; an explicit file that does not exist), no_access.
  Result<Configuration> load();

  /// Returns the provider as its sheet says it, merged with what it is based on, its tenant not
  /// filled in. Errors: bad_config (unknown: the sentence names the nearest one, or all there are;
  /// based on one another), no_access.
  Result<Provider> sheet(const Configuration& configuration, const Reference& reference);

  /// Returns the provider, merged, with its usual tenant, and checked; it may have an issuer and no
  /// endpoints. Errors: those of sheet, with_tenant and check.
  Result<Provider> checked(const Configuration& configuration, const Reference& reference);

  /// The same with a token_endpoint. Errors as well: bad_config if it has none.
  Result<Provider> provider(const Configuration& configuration, const Reference& reference);

  /// Returns the names of all providers there are, sorted. Errors: no_access.
  Result<std::vector<std::string>> provider_names(const Configuration& configuration);

  /// Returns the name of the provider that says it serves the address's domain; empty: none does.
  /// Errors: those of provider_names and sheet.
  Result<std::string> provider_of_address(const Configuration& configuration,
                                          std::string_view address);

  /// Returns the path of the file that describes the provider; empty: a table alone does.
  /// Errors: no_access.
  Result<std::string> sheet_file(std::string_view name);

  /// Returns the paths of the files that load() reads, in its order; they may be missing.
  std::vector<std::string> config_files() const;
  /// Returns the folders of NAME.toml files, the first to count first.
  std::vector<std::string> provider_folders() const;

 private:
  Result<std::optional<Provider>> described(const Configuration& configuration,
                                            const Reference& reference);
  Result<Provider> sheet(const Configuration& configuration, const Reference& reference,
                         std::size_t depth);
  Error unknown_provider(const Configuration& configuration, const Reference& reference);

  FileReader& files_;
  ConfigPlaces places_;
};

}  // namespace oauth

#endif
