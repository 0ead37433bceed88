// SPDX-License-Identifier: MIT
#include "tests/support/memory_files.h"

#include "oauth/base/text.h"

namespace oauth {

Result<std::optional<FileContent>> MemoryFiles::read(const std::string& path,
                                                     std::size_t max_bytes) {
  paths_read.push_back(path);
  const auto found = files.find(path);
  if (found == files.end()) return std::optional<FileContent>();
  if (found->second.is_forbidden) return Error{ErrorKind::no_access, path + " is forbidden"};
  if (found->second.text.size() > max_bytes) {
    return Error{ErrorKind::no_access, path + " is too long"};
  }
  return std::optional<FileContent>(
      {Secret::copy_of(found->second.text), found->second.others_can_read, found->second.distrust});
}

Result<std::vector<std::string>> MemoryFiles::names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& each : files) {
    if (starts_with(each.first, folder + "/"))
      names.push_back(each.first.substr(folder.size() + 1));
  }
  return names;
}

}  // namespace oauth
