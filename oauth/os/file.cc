// SPDX-License-Identifier: MIT
#include "oauth/os/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

template <class Call>
auto retried(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

Error refusal(const std::string& path, std::string_view why) {
  std::string message = printable(path, bounds::max_quoted_bytes);
  return {ErrorKind::no_access, message.append(" ").append(why)};
}

std::string path_in(const Folder& folder, const std::string& name) {
  return folder.path + "/" + name;
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

Error not_plain(const Folder& folder, const std::string& name) {
  return refusal(path_in(folder, name), "is not a plain file name; use one without '/'");
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

Result<void> write_all(const FileDescriptor& file, std::string_view bytes,
                       const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written =
        retried([&] { return ::write(file.get(), bytes.data(), bytes.size()); });
    if (written <= 0) return file_error("write", path, written == 0 ? ENOSPC : errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> fill(const FileDescriptor& file, const FileRights& rights, std::string_view bytes,
                  const std::string& path) {
  if (auto written = write_all(file, bytes, path); !written) return written;
  if (!give_rights(file.get(), rights)) return file_error("set the mode of", path, errno);
  if (retried([&] { return ::fsync(file.get()); }) != 0) return file_error("write", path, errno);
  return {};
}

Result<void> sync(const Folder& folder) {
  if (retried([&] { return ::fsync(folder.descriptor.get()); }) == 0) return {};
  return file_error("make changes durable in", folder.path, errno);
}

}  // namespace

Result<std::optional<Folder>> open_folder(const std::string& path, Symlinks symlinks) {
  if (path.find('\0') != std::string::npos) return file_error("open", path, EINVAL);
  const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags_for(symlinks);
  Folder folder{FileDescriptor(retried([&] { return ::open(path.c_str(), flags); })), path};
  if (folder.descriptor) return std::optional<Folder>(std::move(folder));
  const int number = errno;
  struct stat status;
  // With O_DIRECTORY a link or a file is ENOTDIR too, and neither is "no such folder".
  if (number == ENOTDIR && ::lstat(path.c_str(), &status) == 0) {
    return file_error("open folder", path, S_ISLNK(status.st_mode) ? ELOOP : ENOTDIR);
  }
  if (is_missing(number)) return std::optional<Folder>();
  return file_error("open folder", path, number);
}

Result<Folder> reopen_folder(int descriptor, std::string path) {
  const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  Folder folder{FileDescriptor(retried([&] { return ::openat(descriptor, ".", flags); })),
                std::move(path)};
  if (!folder.descriptor) return file_error("open folder", folder.path, errno);
  return folder;
}

Result<std::vector<std::string>> names_in(const Folder& folder) {
  // fdopendir takes its descriptor over, and shares the position with a duplicate.
  auto own = reopen_folder(folder.descriptor.get(), folder.path);
  if (!own) return own.error();
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::fdopendir(own->descriptor.get()), ::closedir);
  if (!listing) return file_error("list", folder.path, errno);
  own->descriptor.release();
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(listing.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    errno = 0;
  }
  if (errno != 0) return file_error("list", folder.path, errno);
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::optional<OpenFile>> open_file(const std::string& path, Symlinks symlinks) {
  return open_at(AT_FDCWD, path, path, symlinks);
}

Result<std::optional<OpenFile>> open_file(const Folder& folder, const std::string& name,
                                          Symlinks symlinks) {
  if (!is_plain_name(name)) return not_plain(folder, name);
  return open_at(folder.descriptor.get(), name, path_in(folder, name), symlinks);
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

Result<void> write_new_file(const Folder& folder, const std::string& name, mode_t mode,
                            std::string_view bytes) {
  return write_new_file(folder, name, FileRights{mode, nullptr, -1}, bytes);
}

Result<void> write_new_file(const Folder& folder, const std::string& name, const FileRights& rights,
                            std::string_view bytes) {
  if (!is_plain_name(name)) return not_plain(folder, name);
  const std::string path = path_in(folder, name);
  const int at = folder.descriptor.get();
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const FileDescriptor file(retried([&] { return ::openat(at, name.c_str(), flags, 0600); }));
  if (!file) return file_error("create", path, errno);
  auto filled = fill(file, rights, bytes, path);
  if (!filled) ::unlinkat(at, name.c_str(), 0);
  return filled;
}

Result<void> rename_durably(const Folder& folder, const std::string& from, const std::string& to) {
  if (!is_plain_name(from)) return not_plain(folder, from);
  if (!is_plain_name(to)) return not_plain(folder, to);
  const int at = folder.descriptor.get();
  if (::renameat(at, from.c_str(), at, to.c_str()) != 0) {
    return file_error("replace", path_in(folder, to), errno);
  }
  return sync(folder);
}

Result<void> replace_durably(const Folder& folder, const std::string& name,
                             const std::string& fresh, const FileRights& rights,
                             std::string_view bytes) {
  if (auto wrote = write_new_file(folder, fresh, rights, bytes); !wrote) return wrote;
  auto renamed = rename_durably(folder, fresh, name);
  if (!renamed) ::unlinkat(folder.descriptor.get(), fresh.c_str(), 0);
  return renamed;
}

Result<bool> remove_durably(const Folder& folder, const std::string& name) {
  if (!is_plain_name(name)) return not_plain(folder, name);
  if (::unlinkat(folder.descriptor.get(), name.c_str(), 0) != 0) {
    if (errno == ENOENT) return false;
    return file_error("remove", path_in(folder, name), errno);
  }
  if (auto synced = sync(folder); !synced) return synced.error();
  return true;
}

Result<std::optional<FileContent>> SystemFileReader::read(const std::string& path,
                                                          std::size_t max_bytes) {
  auto file = open_file(path, Symlinks::follow);
  if (!file) return file.error();
  if (!*file) return std::optional<FileContent>();
  auto text = read_whole(**file, max_bytes);
  if (!text) return text.error();
  return std::optional<FileContent>({std::move(*text), (*file)->others_can_read()});
}

Result<std::vector<std::string>> SystemFileReader::names_in(const std::string& folder) {
  auto opened = open_folder(folder, Symlinks::follow);
  if (!opened) return opened.error();
  if (!*opened) return std::vector<std::string>();
  return oauth::names_in(**opened);
}

}  // namespace oauth
