// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_FILE_FACTS_H
#define TOOL_DOCTOR_FILE_FACTS_H

#include <sys/types.h>

#include <optional>
#include <string>

#include "oauth/base/result.h"
#include "oauth/base/time_point.h"
#include "oauth/os/file.h"

namespace tool {

enum class FileKind { file, folder, link, other };

/// What can be told of a file without opening it.
struct FileFact {
  FileKind kind = FileKind::file;
  uid_t owner = 0;
  mode_t mode = 0;  // permission bits alone
  bool has_access_list = false;
  oauth::TimePoint changed_at{};
};

/// Looks at files, and touches none.
class FileFacts {
 public:
  virtual ~FileFacts() = default;
  /// Returns what stands at the path, or nothing. Errors: no_access.
  virtual oauth::Result<std::optional<FileFact>> look_at(const std::string& path,
                                                         oauth::Symlinks symlinks) = 0;
};

class SystemFileFacts : public FileFacts {
 public:
  oauth::Result<std::optional<FileFact>> look_at(const std::string& path,
                                                 oauth::Symlinks symlinks) override;
};

/// Returns the mode as chmod takes it: "0600".
std::string octal(mode_t mode);

}  // namespace tool

#endif
