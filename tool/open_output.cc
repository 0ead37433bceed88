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

bool stands(const oauth::Folder& folder, const std::string& name) {
  struct stat status = {};
  return fstatat(folder.descriptor.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
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
  if (overwriting == Overwriting::refused && stands(**folder, name)) return stands_already(path);
  const std::string fresh = name + ".new";
  const SignalsHeld held;
  return oauth::replace_durably(**folder, name, fresh, oauth::FileRights(), text.reveal());
}

}  // namespace tool
