// SPDX-License-Identifier: MIT
#include "tool/open_output.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/os/file.h"
#include "oauth/os/new_file.h"
#include "oauth/os/system_error.h"
#include "tool/signals_held.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;

// Returns the type of what stands under the name (S_IFMT of its mode), or 0: nothing does.
mode_t type_of(const oauth::Folder& folder, const std::string& name) {
  struct stat status = {};
  const int at = folder.descriptor.get();
  if (fstatat(at, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  return status.st_mode & S_IFMT;
}

Error not_a_file(const std::string& path) {
  return {ErrorKind::no_access, oauth::printable(path, oauth::bounds::max_quoted_bytes) +
                                    " is no regular file; name another one"};
}

Error stands_already(const std::string& path) {
  return {ErrorKind::no_access, oauth::printable(path, oauth::bounds::max_quoted_bytes) +
                                    " stands already; give --force to replace it"};
}

}  // namespace

void warn_of_open_output(Terminal& terminal) {
  struct stat status = {};
  if (fstat(STDOUT_FILENO, &status) != 0 || !S_ISREG(status.st_mode)) return;
  if ((status.st_mode & (S_IRGRP | S_IROTH)) == 0) return;
  terminal.warn("the token goes to a file that others can read; run chmod 600 on it");
}

Result<void> write_private_file(const std::string& path, const oauth::Secret& text,
                                Overwriting overwriting) {
  const std::size_t slash = path.rfind('/');
  const std::string name = slash == path.npos ? path : path.substr(slash + 1);
  const std::string above = slash == path.npos ? "." : path.substr(0, slash == 0 ? 1 : slash);
  if (name.empty()) return oauth::file_error("write", path, EISDIR);
  auto folder = oauth::open_folder(above, oauth::Symlinks::follow);
  if (!folder) return folder.error();
  if (!*folder) return oauth::file_error("open folder", above, ENOENT);
  const mode_t there = type_of(**folder, name);
  if (there != 0 && overwriting == Overwriting::refused) return stands_already(path);
  // root would put a file in the place of a device.
  if (there != 0 && there != S_IFREG) return not_a_file(path);
  const std::string fresh = name + ".new";
  const SignalsHeld held;
  return oauth::replace_durably(**folder, name, fresh, oauth::FileRights(), text.reveal());
}

}  // namespace tool
