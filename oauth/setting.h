// SPDX-License-Identifier: MIT
#ifndef OAUTH_SETTING_H
#define OAUTH_SETTING_H

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/time_point.h"
#include "oauth/origin.h"
#include "oauth/secret_reference.h"
#include "oauth/toml.h"

namespace oauth {

/// Whether a secret may stand in a configuration file in clear: only where nobody but the file's
/// owner reads it.
enum class SourceTrust { private_file, readable_by_others };

/// The table that settings are read from.
struct SettingScope {
  const TomlValue& table;
  std::string label;  // "[client.mine]"; empty for the top of a file
  const std::string& file;
  SourceTrust trust;

  /// Returns a bad_config error "FILE:LINE: WHAT".
  Error mistake(unsigned line, std::string_view what) const;
};

/// One `key = value` of the configuration, read as the type that its place asks for.
///
/// Errors of every function: bad_config, "FILE:LINE: KEY in TABLE is not ...; REMEDY". Values are
/// never repeated, since what stands in the wrong place may be a secret.
class Setting {
 public:
  Setting(const TomlValue& value, const SettingScope& scope) : value_(value), scope_(scope) {}

  const std::string& key() const { return value_.key; }
  const TomlValue& value() const { return value_; }
  const SettingScope& scope() const { return scope_; }
  Origin origin() const { return {scope_.file, value_.line}; }

  /// Text of 1 to bounds::max_setting_bytes bytes without control characters.
  Result<std::string> text() const;
  /// An absolute path.
  Result<std::string> path() const;
  /// The name of a provider or client.
  Result<Reference> reference() const;
  /// https, or http to a loopback address if the same table says allow_loopback_http = true.
  Result<std::string> endpoint() const;
  /// https, or http to a loopback address, without a fragment.
  Result<std::string> redirect_uri() const;
  /// "none", or a proxy's URL without user name and password.
  Result<std::string> proxy() const;
  Result<bool> flag() const;
  /// "90s", "10m", "1h" or "7d", within these limits.
  Result<std::chrono::seconds> duration(std::chrono::seconds shortest,
                                        std::chrono::seconds longest) const;
  /// A day, "2027-01-31": its beginning, UTC.
  Result<TimePoint> day() const;
  /// A list of one or more texts.
  Result<std::vector<std::string>> texts() const;
  Result<SecretReference> secret() const;

  /// Returns "FILE:LINE: KEY in TABLE WHAT".
  Error mistake(std::string_view what) const;

 private:
  const TomlValue& value_;
  const SettingScope& scope_;
};

/// Returns whether `name` can name a provider or client: letters, digits, '.', '_' and '-', not
/// beginning with '.', at most bounds::max_config_name_bytes. It becomes part of a file name.
bool is_config_name(std::string_view name) noexcept;

}  // namespace oauth

#endif
