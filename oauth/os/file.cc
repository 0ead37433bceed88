// SPDX-License-Identifier: MIT
#include "oauth/os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/os/retried.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

Error refusal(const std::string& path, std::string_view why) {
  std::string message = printable(path, bounds::max_quoted_bytes);
  return {ErrorKind::no_access, message.append(" ").append(why)};
}

int flags_for(Symlinks symlinks) { return symlinks == Symlinks::refuse ? O_NOFOLLOW : 0; }

bool is_missing(int number) { return number == ENOENT || number == ENOTDIR; }

// Opens `name` at `folder`; `path` is what sentences call it.
Result<std::optional<OpenFile>> open_at(int folder, const std::string& name, std::string path,
                                        Symlinks symlinks) {
  if (name.find('\0') != std::string::npos) return file_error("open", path, EINVAL);
  const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags_for(symlinks);
  OpenFile file{FileDescriptor(retried([&] { return ::openat(folder, name.c_str(), flags); })),
                {},
                std::move(path)};
  if (!file.descriptor) {
    if (is_missing(errno)) return std::optional<OpenFile>();
    if (errno == ENXIO) return refusal(file.path, "is not a regular file; put one there");
    return file_error("open", file.path, errno);
  }
  if (::fstat(file.descriptor.get(), &file.status) != 0) {
    return file_error("examine", file.path, errno);
  }
  if (S_ISDIR(file.status.st_mode)) return file_error("read", file.path, EISDIR);
  if (!S_ISREG(file.status.st_mode)) {
    return refusal(file.path, "is not a regular file; put one there");
  }
  return std::optional<OpenFile>(std::move(file));
}

// A group of one's own is what many systems give each user, with files that it may write.
bool is_own_group(gid_t group) { return geteuid() == 0 ? group == 0 : group == getegid(); }

std::string distrust_of(const OpenFile& file) {
  const struct stat& status = file.status;
  const std::string path = shown(file.path);
  if (status.st_uid != 0 && status.st_uid != geteuid()) {
    return path + " belongs to user " + std::to_string(status.st_uid) +
           ", who must not decide what is done here; give it to root, or to user " +
           std::to_string(geteuid());
  }
  const bool group_can_write = (status.st_mode & S_IWGRP) != 0 && !is_own_group(status.st_gid);
  if (!group_can_write && (status.st_mode & S_IWOTH) == 0) return {};
  return path +
         " can be written by others, who must not decide what is done here; run: chmod go-w " +
         path;
}

}  // namespace

Result<std::optional<OpenFile>> open_file(const std::string& path, Symlinks symlinks) {
  return open_at(AT_FDCWD, path, path, symlinks);
}

Result<std::optional<OpenFile>> open_file(const Folder& folder, const std::string& name,
                                          Symlinks symlinks) {
  Result<std::string> path = path_in(folder, name);
  if (!path) return path.error();
  return open_at(folder.descriptor.get(), name, std::move(*path), symlinks);
}

Result<Secret> read_whole(const OpenFile& file, std::size_t max_bytes) {
  Secret content;
  content.reserve(std::min(max_bytes, static_cast<std::size_t>(file.status.st_size)));
  std::vector<char, WipingAllocator<char>> block(16 * 1024);
  off_t position = 0;
  for (;;) {
    const ssize_t count = retried(
        [&] { return ::pread(file.descriptor.get(), block.data(), block.size(), position); });
    if (count < 0) return file_error("read", file.path, errno);
    if (count == 0) return content;
    if (content.size() + static_cast<std::size_t>(count) > max_bytes) {
      return refusal(file.path, "is longer than " + std::to_string(max_bytes) +
                                    " bytes; it cannot be the right file");
    }
    content.append({block.data(), static_cast<std::size_t>(count)});
    position += count;
  }
}

Result<std::optional<FileContent>> SystemFileReader::read(const std::string& path,
                                                          std::size_t max_bytes) {
  auto file = open_file(path, Symlinks::follow);
  if (!file) return file.error();
  if (!*file) return std::optional<FileContent>();
  auto text = read_whole(**file, max_bytes);
  if (!text) return text.error();
  return std::optional<FileContent>(
      {std::move(*text), (*file)->others_can_read(), distrust_of(**file)});
}

Result<std::vector<std::string>> SystemFileReader::names_in(const std::string& folder) {
  auto opened = open_folder(folder, Symlinks::follow);
  if (!opened) return opened.error();
  if (!*opened) return std::vector<std::string>();
  return oauth::names_in(**opened);
}

}  // namespace oauth
