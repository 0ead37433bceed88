// SPDX-License-Identifier: MIT
#include "tool/marker.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>

#include "oauth/os/new_file.h"
#include "oauth/os/system_error.h"
#include "tool/store_folder.h"

namespace tool {
namespace {

using oauth::Result;

constexpr char of_person[] = "/.ready";

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }
std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

std::string marker_of_person(const std::string& folder) { return folder + of_person; }

std::string marker_of_service(const std::string& statedir, const oauth::Person& owner) {
  return statedir + "/uid/" + std::to_string(owner.uid);
}

Result<void> make_marker(const std::string& path) {
  if (access(path.c_str(), F_OK) == 0) return {};
  const std::string parent = folder_of(path);
  const bool is_made = mkdir(parent.c_str(), 0755) == 0;
  if (!is_made && errno != EEXIST) return oauth::file_error("make folder", parent, errno);
  if (is_made) {
    chmod(parent.c_str(), 0755);  // whatever the umask is
    if (auto durable = make_entry_durable(parent); !durable) return durable;
  }
  auto folder = oauth::open_folder(parent, oauth::Symlinks::refuse);
  if (!folder) return folder.error();
  if (!*folder) return oauth::file_error("open folder", parent, ENOENT);
  if (auto made = oauth::write_new_file(**folder, name_of(path), 0644, ""); !made) return made;
  return oauth::sync_folder(**folder);
}

Result<void> remove_marker(const std::string& path) {
  auto folder = oauth::open_folder(folder_of(path), oauth::Symlinks::refuse);
  if (!folder) return folder.error();
  if (!*folder) return {};
  if (auto removed = oauth::remove_durably(**folder, name_of(path)); !removed) {
    return removed.error();
  }
  return {};
}

}  // namespace tool
