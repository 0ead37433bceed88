// SPDX-License-Identifier: MIT
#ifndef OAUTH_TOML_H
#define OAUTH_TOML_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

/// One value of a TOML document (https://toml.io/en/v1.0.0), with as much of TOML as a
/// configuration of ours can use; toml_text.h says what is left out.
struct TomlValue {
  enum class Kind { text, boolean, list, table, other };

  std::string key;    // empty for the whole document and for an item of a list
  unsigned line = 0;  // of the key, counted from 1
  Kind kind = Kind::other;
  Secret text;
  bool boolean = false;
  std::vector<TomlValue> members;  // of a table, in the order of their lines; or a list's items

  /// Returns the table's member of that name, or NULL.
  const TomlValue* member(std::string_view name) const;
};

/// Returns the document as a table. `file` is what sentences call it.
/// Errors: bad_config, as "FILE:LINE:COLUMN: this is not TOML: a key or table stands twice", which
/// repeats nothing of the text, since a secret may stand right there.
Result<TomlValue> parse_toml(std::string_view text, const std::string& file);

}  // namespace oauth

#endif
