// SPDX-License-Identifier: MIT
#include "tool/pending_file.h"

#include <unistd.h>

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/os/file.h"
#include "oauth/os/new_file.h"
#include "oauth/store/record_name.h"
#include "tool/signals_held.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;

constexpr char suffix[] = ".sign-in";

Error no_access(std::string sentence) { return {ErrorKind::no_access, std::move(sentence)}; }

Result<void> check(const oauth::OpenFile& file) {
  if (file.status.st_uid == geteuid() && !file.others_can_read()) return {};
  return no_access(file.path + " is not ours alone; remove it, and begin the sign-in again");
}

}  // namespace

Result<PendingFile> PendingFile::of(std::string folder, const std::string& account) {
  const Result<std::string> name = oauth::record_name(account);
  if (!name) return name.error();
  return PendingFile(std::move(folder), {}, *name + suffix);
}

Result<PendingFile> PendingFile::of(oauth::Folder folder, const std::string& account) {
  const Result<std::string> name = oauth::record_name(account);
  if (!name) return name.error();
  return PendingFile(std::move(folder.path), std::move(folder.descriptor), *name + suffix);
}

Result<std::optional<oauth::Folder>> PendingFile::reach() const {
  if (!held_) return oauth::open_folder(folder_, oauth::Symlinks::follow);
  Result<oauth::Folder> again = oauth::reopen_folder(held_.get(), folder_);
  if (!again) return again.error();
  return std::optional<oauth::Folder>(std::move(*again));
}

Result<void> PendingFile::save(const oauth::PendingSignIn& pending) const {
  auto folder = reach();
  if (!folder) return folder.error();
  if (!*folder) return no_access("there is no " + folder_ + "; make it");
  const std::string fresh = name_ + oauth::new_suffix;
  const SignalsHeld held;
  unlinkat((*folder)->descriptor.get(), fresh.c_str(), 0);  // what a crash left behind
  const oauth::Secret text = oauth::write_pending(pending);
  return oauth::replace_durably(**folder, name_, fresh, oauth::FileRights(), text.reveal());
}

Result<std::optional<oauth::PendingSignIn>> PendingFile::load() const {
  auto folder = reach();
  if (!folder) return folder.error();
  if (!*folder) return std::optional<oauth::PendingSignIn>();
  const auto file = oauth::open_file(**folder, name_, oauth::Symlinks::refuse);
  if (!file) return file.error();
  if (!*file) return std::optional<oauth::PendingSignIn>();
  if (auto checked = check(**file); !checked) return checked.error();
  const auto text = oauth::read_whole(**file, oauth::bounds::max_pending_bytes);
  if (!text) return text.error();
  auto pending = oauth::parse_pending(text->reveal());
  if (!pending) {
    return no_access((*file)->path + " " + pending.error().message +
                     "; remove it, and begin the sign-in again");
  }
  return std::optional<oauth::PendingSignIn>(std::move(*pending));
}

Result<bool> PendingFile::remove() const {
  auto folder = reach();
  if (!folder) return folder.error();
  if (!*folder) return false;
  return oauth::remove_durably(**folder, name_);
}

}  // namespace tool
