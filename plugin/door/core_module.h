// SPDX-License-Identifier: MIT
#ifndef PLUGIN_DOOR_CORE_MODULE_H
#define PLUGIN_DOOR_CORE_MODULE_H

#include <stddef.h>

#include "plugin/core_abi.h"

namespace door {

/// The path of a file and dlerror's text, which may hold another path, fit; longer is cut.
inline constexpr size_t max_problem_bytes = 1024;

/// `core`, or NULL and in `problem` a sentence that says why not and what to do.
struct OpenedCore {
  const sasl_oauth_core* core;
  char problem[max_problem_bytes];
};

/// The shared object core.so, opened at the first login and kept for the life of the process.
///
/// Any thread may call, also after a fork: the mutex around the opening is the loader's own, which
/// fork takes care of. Two threads that open at once get the same object.
class CoreModule {
 public:
  /// `path`: absolute, static storage.
  constexpr explicit CoreModule(const char* path) noexcept : path_(path) {}

  /// Returns the core, opened by this call or an earlier one. A failure is not remembered: the
  /// next call tries again.
  OpenedCore open() noexcept;

  /// Returns the core if it is open, else NULL.
  const sasl_oauth_core* opened() const noexcept;

 private:
  const char* path_;
  const sasl_oauth_core* core_ = nullptr;
};

}  // namespace door

#endif
