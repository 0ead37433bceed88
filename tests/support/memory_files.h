// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_MEMORY_FILES_H
#define TESTS_SUPPORT_MEMORY_FILES_H

#include <map>
#include <string>
#include <vector>

#include "oauth/port/file_reader.h"

namespace oauth {

/// Files that exist in memory alone.
class MemoryFiles : public FileReader {
 public:
  struct File {
    std::string text;
    bool others_can_read = false;
    bool is_forbidden = false;
    std::string distrust = {};
  };

  std::map<std::string, File> files;
  std::vector<std::string> paths_read;  // in order

  Result<std::optional<FileContent>> read(const std::string& path, std::size_t max_bytes) override;
  Result<std::vector<std::string>> names_in(const std::string& folder) override;
};

}  // namespace oauth

#endif
