// SPDX-License-Identifier: MIT
#include "oauth/os/file_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "oauth/os/retried.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause{2};
constexpr milliseconds longest_pause{50};

milliseconds monotonic_now() {
  struct timespec now = {};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return milliseconds(now.tv_sec * 1000LL + now.tv_nsec / 1000000);
}

void pause_for(milliseconds time) {
  struct timespec rest = {time.count() / 1000, time.count() % 1000 * 1000000};
  nanosleep(&rest, nullptr);  // a signal may cut it short: we look again sooner, that is all
}

// Returns 0, or the errno of the last try.
int lock_within(int descriptor, milliseconds patience) {
  const milliseconds deadline = monotonic_now() + patience;
  milliseconds pause = first_pause;
  while (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int problem = errno;
    if (problem != EWOULDBLOCK && problem != EINTR) return problem;
    if (monotonic_now() >= deadline) return EWOULDBLOCK;
    pause_for(pause);
    pause = std::min(pause * 2, longest_pause);
  }
  return 0;
}

// Network file systems without a lock service, and some of FUSE's.
Error no_locks(const std::string& path, int problem) {
  return Error{ErrorKind::no_access,
               "cannot lock " + path + ": " + describe_errno(problem) +
                   "; keep it on storage that has file locks (flock), such as a local disk"};
}

// Returns a descriptor, or -1 with errno.
int open_at(int folder, const std::string& name, int flags) {
  return retried([&] { return openat(folder, name.c_str(), flags, 0600); });
}

// Returns a descriptor, or -1 with errno. A file that stands already is not touched: in somebody
// else's folder it may be a hard link to any file.
int open_lock(int folder, const LockFile& file) {
  const int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  const int there = open_at(folder, file.name, flags);
  if (there >= 0) return there;
  // On storage that is mounted read-only; flock wants no right to write.
  if (errno == EROFS) return open_at(folder, file.name, (flags & ~O_RDWR) | O_RDONLY);
  if (errno != ENOENT) return there;
  const int made = open_at(folder, file.name, flags | O_CREAT | O_EXCL);
  // Somebody was quicker.
  if (made < 0 && errno == EEXIST) return open_at(folder, file.name, flags);
  if (made < 0) return made;
  (void)!fchmod(made, 0600);  // whatever the umask is
  if (geteuid() == 0) (void)!fchown(made, file.owner, static_cast<gid_t>(-1));
  return made;
}

}  // namespace

Result<FileLock> FileLock::acquire(FileDescriptor file, const std::string& path,
                                   milliseconds patience) {
  const int problem = lock_within(file.get(), patience);
  if (problem == 0) return FileLock(std::move(file));
  if (problem == EWOULDBLOCK) {
    return Error{ErrorKind::unavailable, "another process holds " + path + " for longer than " +
                                             std::to_string(patience.count() / 1000) +
                                             " s; try again later"};
  }
  return no_locks(path, problem);
}

Result<FileLock> FileLock::wait(const Folder& folder, const LockFile& file, milliseconds patience) {
  const std::string path = folder.path + "/" + file.name;
  FileDescriptor opened(open_lock(folder.descriptor.get(), file));
  if (!opened) return file_error("make the lock", path, errno);
  return acquire(std::move(opened), path, patience);
}

Result<FileLock> FileLock::wait(const Folder& folder, milliseconds patience) {
  const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  FileDescriptor file(open_at(folder.descriptor.get(), ".", flags));
  if (!file) return file_error("open", folder.path, errno);
  return acquire(std::move(file), folder.path, patience);
}

}  // namespace oauth
