// SPDX-License-Identifier: MIT
#include "oauth/store/record_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "oauth/base/bounds.h"
#include "oauth/os/overwriting.h"
#include "oauth/os/system_error.h"

namespace oauth {

Result<bool> RecordFile::stands() const {
  struct stat status = {};
  const int at = folder_.descriptor.get();
  if (fstatat(at, name_.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) return true;
  if (errno == ENOENT) return false;
  return file_error("look at", folder_.path + "/" + name_, errno);
}

Result<void> RecordFile::finish(const Judge& is_whole) {
  const auto left = open_file(folder_, fresh_, Symlinks::refuse);
  if (left && !*left) return {};
  const auto replaced = stands();
  if (!replaced) return replaced.error();
  if (left && *replaced) {
    const auto text = read_whole(**left, bounds::max_record_bytes);
    if (text && is_whole(**left, text->reveal())) return adopt(text->reveal());
  }
  unlinkat(folder_.descriptor.get(), fresh_.c_str(), 0);
  return {};
}

Result<void> RecordFile::adopt(std::string_view text) {
  auto renamed = rename_durably(folder_, fresh_, name_);
  if (renamed || !is_worth_overwriting(renamed.error())) return renamed;
  if (!overwrite_durably(folder_, name_, text)) return renamed;
  unlinkat(folder_.descriptor.get(), fresh_.c_str(), 0);
  return {};
}

Result<void> RecordFile::prepare() {
  if (prepared_) return {};
  auto made = NewFile::make(folder_, fresh_, bounds::prepared_record_bytes);
  if (made) {
    prepared_.emplace(std::move(*made));
    return {};
  }
  struct stat status = {};
  const bool is_there = fstatat(folder_.descriptor.get(), name_.c_str(), &status, 0) == 0;
  const bool may_overwrite =
      is_there && is_worth_overwriting(made.error()) &&
      prepare_to_overwrite(folder_, name_, static_cast<std::size_t>(status.st_size));
  if (may_overwrite) return {};
  return made.error();
}

Result<void> RecordFile::replace(const FileRights& rights, std::string_view text) {
  auto put_beside = put(rights, text);
  prepared_.reset();
  if (put_beside || !is_worth_overwriting(put_beside.error())) return put_beside;
  if (overwrite_durably(folder_, name_, text)) return {};
  return put_beside;
}

Result<void> RecordFile::put(const FileRights& rights, std::string_view text) {
  if (!prepared_) {
    auto made = NewFile::make(folder_, fresh_, text.size());
    if (!made) return made.error();
    prepared_.emplace(std::move(*made));
  }
  if (auto filled = prepared_->fill(rights, text); !filled) return filled;
  return prepared_->put_in_place(name_);
}

}  // namespace oauth
