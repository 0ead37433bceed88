// SPDX-License-Identifier: MIT
#ifndef PLUGIN_PASSWORD_H
#define PLUGIN_PASSWORD_H

#include <string>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace plugin {

/// What the "password" of a user without an account of that name stands for.
struct PasswordMeaning {
  enum class Kind {
    look_up,     // "", "-", "oauth2": look the account up by the user name
    account,     // "oauth2:NAME"
    token_file,  // "file:PATH"
    path,        // an absolute path; or a password that begins with '/', not to be repeated
    token        // "token:TEXT", or anything else that is a b64token (RFC 6750 section 2.1)
  };
  Kind kind = Kind::look_up;
  std::string name;     // of the account, or the path
  oauth::Secret token;  // the access token itself
};

/// Returns what the password means. A ':' cannot stand in a b64token, so the prefixes are certain.
/// Errors: bad_config, with a sentence that repeats nothing of the password.
oauth::Result<PasswordMeaning> parse_password(const oauth::Secret& password);

/// Returns whether a literal token looks like somebody's password instead: short, and without the
/// dots or the length that tokens have. Good for a hint, and for nothing else.
bool looks_like_password(const oauth::Secret& token);

}  // namespace plugin

#endif
