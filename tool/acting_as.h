// SPDX-License-Identifier: MIT
#ifndef TOOL_ACTING_AS_H
#define TOOL_ACTING_AS_H

#include <sys/types.h>

#include <vector>

#include "oauth/base/result.h"
#include "oauth/os/environment.h"

namespace tool {

/// While it lives, files are touched with another user's rights and no others (effective user,
/// group and supplementary groups): what that user cannot do by himself, nor a link that he
/// planted, cannot be done by us. The real user stays root, so that he cannot meddle with the
/// process.
class ActingAs {
 public:
  /// Nobody else: changes nothing.
  ActingAs() = default;
  /// Errors: no_access (we are not root).
  static oauth::Result<ActingAs> user(const oauth::Person& person);

  ActingAs(ActingAs&& other) noexcept;
  ActingAs& operator=(ActingAs&&) = delete;
  /// Becomes root again. The process ends if that fails: it would go on as somebody unknown.
  ~ActingAs();

 private:
  bool is_active_ = false;
  std::vector<gid_t> groups_before_;
};

}  // namespace tool

#endif
