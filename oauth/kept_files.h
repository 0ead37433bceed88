// SPDX-License-Identifier: MIT
#ifndef OAUTH_KEPT_FILES_H
#define OAUTH_KEPT_FILES_H

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/port/file_reader.h"

namespace oauth {

/// Files as they were at one time, for a program that enters a jail: from inside, its logins read
/// their configuration here. What was kept is answered as it was then, also that it was missing or
/// could not be read; all else is read from `rest`.
///
/// Reading is thread-safe once nothing is kept any more.
class KeptFiles : public FileReader {
 public:
  /// `rest` is borrowed.
  explicit KeptFiles(FileReader& rest) : rest_(rest) {}

  /// Keeps a file.
  void keep_file(const std::string& path);
  /// Keeps a folder's list, and those of its files whose name ends in `suffix`; any other path in
  /// it is from now on no file.
  void keep_folder(const std::string& folder, std::string_view suffix);

  Result<std::optional<FileContent>> read(const std::string& path, std::size_t max_bytes) override;
  Result<std::vector<std::string>> names_in(const std::string& folder) override;

 private:
  using Kept = Result<std::optional<FileContent>>;

  FileReader& rest_;
  std::map<std::string, Kept> files_;
  std::map<std::string, Result<std::vector<std::string>>> folders_;
};

}  // namespace oauth

#endif
