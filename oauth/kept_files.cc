// SPDX-License-Identifier: MIT
#include "oauth/kept_files.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

using Read = Result<std::optional<FileContent>>;

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

Error too_long(const std::string& path, std::size_t max_bytes) {
  return Error{ErrorKind::no_access, printable(path, bounds::max_quoted_bytes) +
                                         " is longer than " + std::to_string(max_bytes) +
                                         " bytes; it cannot be the right file"};
}

Read copy_of(const Read& kept, const std::string& path, std::size_t max_bytes) {
  if (!kept) return kept.error();
  if (!*kept) return std::optional<FileContent>();
  const FileContent& content = **kept;
  if (content.text.size() > max_bytes) return too_long(path, max_bytes);
  return std::optional<FileContent>(
      {content.text.clone(), content.others_can_read, content.distrust});
}

}  // namespace

void KeptFiles::keep_file(const std::string& path) {
  files_.insert_or_assign(path, rest_.read(path, bounds::max_config_bytes));
}

void KeptFiles::keep_folder(const std::string& folder, std::string_view suffix) {
  auto names = rest_.names_in(folder);
  if (names) {
    for (const std::string& name : *names) {
      if (ends_with(name, suffix)) keep_file(folder + "/" + name);
    }
  }
  folders_.insert_or_assign(folder, std::move(names));
}

Read KeptFiles::read(const std::string& path, std::size_t max_bytes) {
  if (const auto kept = files_.find(path); kept != files_.end()) {
    return copy_of(kept->second, path, max_bytes);
  }
  if (folders_.count(folder_of(path)) != 0) return std::optional<FileContent>();
  return rest_.read(path, max_bytes);
}

Result<std::vector<std::string>> KeptFiles::names_in(const std::string& folder) {
  const auto kept = folders_.find(folder);
  return kept != folders_.end() ? kept->second : rest_.names_in(folder);
}

}  // namespace oauth
