// SPDX-License-Identifier: MIT
#include "oauth/store/file_store.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
#include "oauth/os/file_lock.h"
#include "oauth/os/system_error.h"
#include "oauth/store/derived_record.h"
#include "oauth/store/record_file.h"
#include "oauth/store/record_json.h"
#include "oauth/store/record_name.h"

namespace oauth {
namespace {

class FileLease : public StoreLease {
 public:
  FileLease(FileLock lock, Folder folder, const std::string& name)
      : lock_(std::move(lock)), file_(std::move(folder), name + record_suffix, name + new_suffix) {}
  RecordFile& file() { return file_; }
  const Folder& folder() const { return file_.folder(); }

 private:
  FileLock lock_;  // first, so that it goes last: the new file is ours only under it
  RecordFile file_;
};

Error no_access(std::string sentence) { return Error{ErrorKind::no_access, std::move(sentence)}; }

// root reads on a user's behalf (`sasl-oauth --for USER` before it becomes him, saslauthd).
bool is_ours(uid_t owner) { return owner == geteuid() || geteuid() == 0; }

Result<void> check_folder(const Folder& folder) {
  struct stat status = {};
  if (fstat(folder.descriptor.get(), &status) != 0)
    return no_access("cannot look at " + folder.path);
  if (!is_ours(status.st_uid) && status.st_uid != 0) {
    return no_access(folder.path + " belongs to user " + std::to_string(status.st_uid) + ", not " +
                     std::to_string(geteuid()) + "; give it to the user who signs in");
  }
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return no_access(folder.path + " can be written by others; run: chmod 700 " + folder.path);
  }
  return {};
}

Result<void> check_record(const OpenFile& file) {
  if (!is_ours(file.status.st_uid)) {
    return no_access(file.path + " belongs to user " + std::to_string(file.status.st_uid) +
                     ", not " + std::to_string(geteuid()) + "; give it to the user who signs in");
  }
  if (file.others_can_read()) {
    return no_access(file.path + " can be read by others; run: chmod 600 " + file.path);
  }
  if ((file.status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return no_access(file.path + " can be written by others; run: chmod 600 " + file.path);
  }
  return {};
}

// A file that was copied or renamed by hand would be saved under the name that stands in it.
Result<void> check_account(const Record& record, const std::string& name, const std::string& path) {
  const Result<std::string> own = record_name(record.account);
  if (own && *own == name) return {};
  return Error{ErrorKind::bad_config, path + " holds the account " +
                                          printable(record.account, bounds::max_quoted_bytes) +
                                          "; rename it, or run sasl-oauth login for this one"};
}

// What is left of a save counts for as much as the record that it was to replace.
bool is_whole_record(const OpenFile& file, std::string_view text, const std::string& name) {
  if (!check_record(file)) return false;
  const Result<Record> record = parse_record(text, file.path);
  return record && check_account(*record, name, file.path);
}

uid_t owner_of(const Folder& folder) {
  struct stat status = {};
  return fstat(folder.descriptor.get(), &status) == 0 ? status.st_uid : geteuid();
}

Error missing(const std::string& account, const std::string& folder, const std::string& kept_for) {
  return no_access("there is no account " + printable(account, bounds::max_quoted_bytes) + " in " +
                   folder + "; run: " + tool_command("login", account, kept_for));
}

// Returns what stands under that name, or nothing.
Result<std::optional<struct stat>> look_at(const Folder& folder, const std::string& file) {
  struct stat status = {};
  if (fstatat(folder.descriptor.get(), file.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0)
    return std::optional<struct stat>(status);
  if (errno == ENOENT) return std::optional<struct stat>();
  return file_error("look at", folder.path + "/" + file, errno);
}

}  // namespace

Result<std::optional<Folder>> FileStore::reach() const {
  if (!held_) return open_folder(folder_, Symlinks::follow);
  Result<Folder> again = reopen_folder(held_.get(), folder_);
  if (!again) return again.error();
  return std::optional<Folder>(std::move(*again));
}

Result<Folder> FileStore::open() const {
  Result<std::optional<Folder>> folder = reach();
  if (!folder) return folder.error();
  if (!*folder) return no_access("there is no " + folder_ + "; sasl-oauth login makes it");
  if (auto checked = check_folder(**folder); !checked) return checked.error();
  return std::move(**folder);
}

Result<bool> FileStore::holds(const std::string& account) {
  const Result<std::string> name = record_name(account);
  if (!name) return false;
  Result<std::optional<Folder>> folder = reach();
  if (!folder) return folder.error();
  if (!*folder) return false;
  const auto status = look_at(**folder, *name + record_suffix);
  if (!status) return status.error();
  return status->has_value();
}

Result<Record> FileStore::load(const std::string& account) {
  const Result<std::string> name = record_name(account);
  if (!name) return name.error();
  Result<Folder> folder = open();
  if (!folder) return folder.error();
  Result<std::optional<OpenFile>> file =
      open_file(*folder, *name + record_suffix, Symlinks::refuse);
  if (!file) return file.error();
  if (!*file) return missing(account, folder_, kept_for_);
  if (auto checked = check_record(**file); !checked) return checked.error();
  Result<Secret> text = read_whole(**file, bounds::max_record_bytes);
  if (!text) return text.error();
  Result<Record> record = parse_record(text->reveal(), (*file)->path);
  if (!record) return record;
  if (auto checked = check_account(*record, *name, (*file)->path); !checked) return checked.error();
  record->kept_for = kept_for_;
  return record->derived_from.empty() ? std::move(record) : completed(std::move(*record));
}

Result<Record> FileStore::completed(Record record) {
  // Else a record that names itself would be looked for without end.
  const bool is_pattern = starts_with(record.account, "*");
  if (is_pattern || !starts_with(record.derived_from, "*@")) {
    return Error{ErrorKind::bad_config, "the record of " +
                                            printable(record.account, bounds::max_quoted_bytes) +
                                            " comes from no pattern account; remove it"};
  }
  Result<Record> pattern = load(record.derived_from);
  if (!pattern) return pattern.error();
  if (auto complete = complete_from(std::move(*pattern), record); !complete) {
    return complete.error();
  }
  return record;
}

Result<void> FileStore::derive(const std::string& pattern, const std::string& user) {
  if (auto checked = check_user_of(pattern, user); !checked) return checked;
  const auto all = accounts();
  if (!all) return all.error();
  if (all->size() >= bounds::max_derived_accounts) {
    return no_access("there are " + std::to_string(all->size()) + " accounts in " + folder_ +
                     " already; remove those that nobody uses");
  }
  const auto lease = lock(user, bounds::lock_timeout);
  if (!lease) return lease.error();
  const auto stands = holds(user);
  if (!stands) return stands.error();
  if (*stands) return {};
  return save(**lease, derived_record(pattern, user), SaveMode::create);
}

Result<std::unique_ptr<StoreLease>> FileStore::lock(const std::string& account,
                                                    std::chrono::milliseconds patience) {
  const Result<std::string> name = record_name(account);
  if (!name) return name.error();
  Result<Folder> folder = open();
  if (!folder) return folder.error();
  const LockFile file{*name + lock_suffix, owner_of(*folder)};
  Result<FileLock> held = FileLock::wait(*folder, file, patience);
  if (!held) return held.error();
  auto lease = std::make_unique<FileLease>(std::move(*held), std::move(*folder), *name);
  const auto is_whole = [&](const OpenFile& file, std::string_view text) {
    return is_whole_record(file, text, *name);
  };
  if (auto finished = lease->file().finish(is_whole); !finished) return finished.error();
  return std::unique_ptr<StoreLease>(std::move(lease));
}

Result<void> FileStore::prepare(StoreLease& lease) {
  return static_cast<FileLease&>(lease).file().prepare();
}

Result<void> FileStore::save(StoreLease& lease, const Record& record, SaveMode mode) {
  RecordFile& file = static_cast<FileLease&>(lease).file();
  const Folder& folder = file.folder();
  // It was there when it was read under this lock; that it cannot be looked at now is no reason to
  // lose what the server has given.
  const auto former = look_at(folder, file.name());
  if (mode == SaveMode::create && !former) return former.error();
  const bool is_removed = former && !*former;
  if (mode == SaveMode::replace && is_removed) return missing(record.account, folder_, kept_for_);
  const Secret text = write_record(record);
  if (auto checked = check_size(text, folder.path + "/" + file.name()); !checked) return checked;
  // A refresh by root leaves the record its owner's; a sign-in gives no new secrets to anybody.
  const bool keeps_owner = mode == SaveMode::replace && former;
  return file.replace(FileRights{0600, keeps_owner ? &**former : nullptr, -1}, text.reveal());
}

Result<std::vector<std::string>> FileStore::accounts() {
  Result<std::optional<Folder>> folder = reach();
  if (!folder) return folder.error();
  std::vector<std::string> found;
  if (!*folder) return found;
  const Result<std::vector<std::string>> names = names_in(**folder);
  if (!names) return names.error();
  for (const std::string& name : *names) {
    if (auto account = account_of(name)) found.push_back(std::move(*account));
  }
  std::sort(found.begin(), found.end());
  return found;
}

Result<bool> FileStore::remove(const StoreLease& lease, const std::string& account) {
  const Folder& folder = static_cast<const FileLease&>(lease).folder();
  const Result<std::string> name = record_name(account);
  if (!name) return name.error();
  unlinkat(folder.descriptor.get(), (*name + new_suffix).c_str(), 0);
  return remove_durably(folder, *name + record_suffix);
}

Result<std::string> FileStore::path_of(const std::string& account) const {
  const Result<std::string> name = record_name(account);
  if (!name) return name.error();
  return folder_ + "/" + *name + record_suffix;
}

}  // namespace oauth
