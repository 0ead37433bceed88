// SPDX-License-Identifier: MIT
#include "oauth/os/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <utility>

#include "oauth/os/file_room.h"
#include "oauth/os/retried.h"
#include "oauth/os/system_error.h"

namespace oauth {
namespace {

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

}  // namespace

Result<NewFile> NewFile::make(const Folder& folder, std::string name, std::size_t room) {
  Result<std::string> path = path_in(folder, name);
  if (!path) return path.error();
  const int at = folder.descriptor.get();
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  FileDescriptor file(retried([&] { return ::openat(at, name.c_str(), flags, 0600); }));
  if (!file) return file_error("create", *path, errno);
  NewFile made(folder, std::move(name), std::move(*path), std::move(file));
  const int problem = take_room(made.file_.get(), room, RoomBeyondEnd::becomes_zeros);
  if (problem != 0) return file_error("write", made.path_, problem);
  return made;
}

NewFile::NewFile(NewFile&& other) noexcept
    : folder_(std::exchange(other.folder_, nullptr)),
      name_(std::move(other.name_)),
      path_(std::move(other.path_)),
      file_(std::move(other.file_)) {}

NewFile::~NewFile() {
  if (folder_ != nullptr) ::unlinkat(folder_->descriptor.get(), name_.c_str(), 0);
}

Result<void> NewFile::fill(const FileRights& rights, std::string_view bytes) {
  if (auto written = write_all(file_, bytes, path_); !written) return written;
  const auto size = static_cast<off_t>(bytes.size());
  if (retried([&] { return ::ftruncate(file_.get(), size); }) != 0) {
    return file_error("write", path_, errno);
  }
  if (!give_rights(file_.get(), rights)) return file_error("set the mode of", path_, errno);
  if (retried([&] { return ::fsync(file_.get()); }) != 0) return file_error("write", path_, errno);
  return {};
}

Result<void> NewFile::put_in_place(const std::string& name) {
  const Result<std::string> path = path_in(*folder_, name);
  if (!path) return path.error();
  const int at = folder_->descriptor.get();
  if (::renameat(at, name_.c_str(), at, name.c_str()) != 0) {
    return file_error("replace", *path, errno);
  }
  return sync_folder(*std::exchange(folder_, nullptr));
}

Result<void> write_new_file(const Folder& folder, const std::string& name, mode_t mode,
                            std::string_view bytes) {
  auto file = NewFile::make(folder, name, bytes.size());
  if (!file) return file.error();
  auto filled = file->fill(FileRights{mode, nullptr, -1}, bytes);
  if (filled) file->keep();
  return filled;
}

Result<void> rename_durably(const Folder& folder, const std::string& from, const std::string& to) {
  if (const auto path = path_in(folder, from); !path) return path.error();
  const Result<std::string> path = path_in(folder, to);
  if (!path) return path.error();
  const int at = folder.descriptor.get();
  if (::renameat(at, from.c_str(), at, to.c_str()) != 0) {
    return file_error("replace", *path, errno);
  }
  return sync_folder(folder);
}

Result<void> replace_durably(const Folder& folder, const std::string& name,
                             const std::string& fresh, const FileRights& rights,
                             std::string_view bytes) {
  auto file = NewFile::make(folder, fresh, bytes.size());
  if (!file) return file.error();
  if (auto filled = file->fill(rights, bytes); !filled) return filled;
  return file->put_in_place(name);
}

Result<bool> remove_durably(const Folder& folder, const std::string& name) {
  const Result<std::string> path = path_in(folder, name);
  if (!path) return path.error();
  if (::unlinkat(folder.descriptor.get(), name.c_str(), 0) != 0) {
    if (errno == ENOENT) return false;
    return file_error("remove", *path, errno);
  }
  if (auto synced = sync_folder(folder); !synced) return synced.error();
  return true;
}

}  // namespace oauth
