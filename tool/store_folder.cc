// SPDX-License-Identifier: MIT
#include "tool/store_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>

#include "oauth/base/text.h"
#include "oauth/os/folder.h"
#include "oauth/os/system_error.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;

struct Wanted {
  uid_t owner;
  gid_t group;
  mode_t mode;
};

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == path.npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string octal(mode_t mode) {
  std::string text = "0000";
  for (std::size_t i = 0; i < 4; ++i) {
    text[3 - i] = static_cast<char>('0' + (mode >> (3 * i) & 7));
  }
  return text;
}

// For what is made to have its mode from its first moment: a chmod of the path would be one of
// whatever another user has put there since.
class NoUmask {
 public:
  NoUmask() : before_(umask(0)) {}
  NoUmask(const NoUmask&) = delete;
  NoUmask& operator=(const NoUmask&) = delete;
  ~NoUmask() { umask(before_); }

 private:
  const mode_t before_;
};

Result<void> make_one(const std::string& path, mode_t mode) {
  const NoUmask none;
  if (mkdir(path.c_str(), mode) == 0) return make_entry_durable(path);
  if (errno == EEXIST) return {};
  return oauth::file_error("make folder", path, errno);
}

Result<void> make_with_parents(const std::string& path, mode_t mode) {
  struct stat status = {};
  if (stat(path.c_str(), &status) == 0) return {};
  if (errno != ENOENT || path == "/" || path == ".") {
    return oauth::file_error("make folder", path, errno);
  }
  if (auto parent = make_with_parents(parent_of(path), mode); !parent) return parent;
  return make_one(path, mode);
}

Result<void> check_is(const oauth::Folder& folder, const Wanted& wanted) {
  struct stat status = {};
  if (fstat(folder.descriptor.get(), &status) != 0) {
    return oauth::file_error("examine", folder.path, errno);
  }
  if (status.st_uid != wanted.owner) {
    return Error{ErrorKind::no_access, folder.path + " belongs to user " +
                                           std::to_string(status.st_uid) + "; run: chown " +
                                           std::to_string(wanted.owner) + " " + folder.path};
  }
  // More rights than wanted are a hole; fewer are somebody's decision.
  if ((status.st_mode & 07777 & ~wanted.mode) != 0) {
    return Error{ErrorKind::no_access, folder.path + " is open to others; run: chmod " +
                                           octal(wanted.mode) + " " + folder.path};
  }
  return {};
}

// Returns whether it can be the one that was made just now, and not one of ours that the owner of
// the folder above has put in its place: that one has something in it, or it is no loss.
bool is_fresh(const oauth::Folder& folder) {
  struct stat status = {};
  if (fstat(folder.descriptor.get(), &status) != 0 || status.st_uid != geteuid()) return false;
  const auto names = oauth::names_in(folder);
  return names && names->empty();
}

// By descriptor, so that what is given away is what was looked at.
Result<void> ensure(const std::string& path, const Wanted& wanted) {
  const bool is_made = mkdir(path.c_str(), 0700) == 0;
  if (!is_made && errno != EEXIST) return oauth::file_error("make folder", path, errno);
  auto folder = oauth::open_folder(path, oauth::Symlinks::refuse);
  if (!folder) return folder.error();
  if (!*folder) return oauth::file_error("open folder", path, ENOENT);
  if (!is_made) return check_is(**folder, wanted);
  if (!is_fresh(**folder)) {
    return Error{ErrorKind::no_access, path +
                                           " was replaced as soon as it was made; see who does "
                                           "that, and give it another place"};
  }
  const int descriptor = (*folder)->descriptor.get();
  if (fchown(descriptor, wanted.owner, wanted.group) != 0 || fchmod(descriptor, wanted.mode) != 0) {
    return oauth::file_error("set the owner of", path, errno);
  }
  return make_entry_durable(path);
}

}  // namespace

Result<void> make_entry_durable(const std::string& path) {
  const auto parent = oauth::open_folder(parent_of(path), oauth::Symlinks::follow);
  if (!parent || !*parent) return {};
  return oauth::sync_folder(**parent);
}

Result<void> make_private_folder(const std::string& path) { return make_with_parents(path, 0700); }

Result<void> make_service_folder(const std::string& statedir, const std::string& folder,
                                 const oauth::Person& owner) {
  if (oauth::starts_with(folder, statedir + "/")) {
    if (auto parents = make_with_parents(parent_of(statedir), 0755); !parents) return parents;
    if (auto state = ensure(statedir, {0, 0, 0711}); !state) return state;
    if (parent_of(folder) != statedir) {
      if (auto jail = ensure(parent_of(folder), {0, 0, 0700}); !jail) return jail;
    }
  }
  return ensure(folder, {owner.uid, owner.gid, 0700});
}

Result<void> check_home(const std::string& home) {
  if (home.empty()) {
    return Error{ErrorKind::no_access,
                 "this user has no home folder to keep accounts in; give --store DIR"};
  }
  if (faccessat(AT_FDCWD, home.c_str(), F_OK, AT_EACCESS) == 0 || errno != ENOENT) return {};
  return Error{ErrorKind::no_access,
               "this user's home folder " + home + " does not exist; make it, or give --store DIR"};
}

Result<void> check_can_store(const std::string& folder) {
  std::string path = folder;
  while (faccessat(AT_FDCWD, path.c_str(), F_OK, AT_EACCESS) != 0 && errno == ENOENT &&
         path != "/" && path != ".") {
    path = parent_of(path);
  }
  if (faccessat(AT_FDCWD, path.c_str(), W_OK | X_OK, AT_EACCESS) == 0) return {};
  return oauth::file_error(path == folder ? "write in" : "make a folder in", path, errno);
}

}  // namespace tool
