// SPDX-License-Identifier: MIT
#ifndef OAUTH_IMPORT_INI_H
#define OAUTH_IMPORT_INI_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

struct IniItem {
  std::string key;  // in small letters
  Secret value;
};

struct IniSection {
  std::string name;
  std::vector<IniItem> items;

  /// Returns the value of a key; an empty view if it is missing.
  std::string_view value(std::string_view key) const noexcept;
};

/// Returns the sections of an INI file as Python's configparser writes and reads them: "key =
/// value" or "key: value", lines that begin with '#' or ';' are comments, an indented line goes on
/// with the value before it. Strict as that is: no line outside of a section or without a '=' or
/// ':', no section or key twice.
///
/// A reader of our own because inih, which Debian has, cuts each line at 200 bytes there (measured:
/// release 55) and takes " ;" inside of a value for a comment; an encrypted token has thousands of
/// bytes.
/// Errors: bad_config, "SOURCE:LINE: ...", which repeats nothing of the text.
Result<std::vector<IniSection>> parse_ini(std::string_view text, const std::string& source);

}  // namespace oauth

#endif
