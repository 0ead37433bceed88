// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_MODULE_CHECK_H
#define OAUTH_OS_MODULE_CHECK_H

#include <optional>
#include <string>

#include "oauth/base/result.h"

namespace oauth {

/// Returns whether a module of our own can be opened and exports `symbol`. It stays open: our
/// modules cannot be unloaded. Only for what we installed: opening runs its code.
/// Errors: no_access, a phrase about the file.
Result<void> check_module(const std::string& path, const char* symbol);

/// The system's libsasl2, as programs that are linked with it find it.
struct SystemLibsasl {
  int major = 0;
  int minor = 0;
  int step = 0;
  std::string path;  // of the shared object

  std::string version() const {
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(step);
  }
};

/// Returns the first of libsasl2.so.2 and libsasl2.so.3 that there is; nothing if there is none.
std::optional<SystemLibsasl> system_libsasl();

}  // namespace oauth

#endif
