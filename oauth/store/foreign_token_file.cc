// SPDX-License-Identifier: MIT
#include "oauth/store/foreign_token_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/os/file_lock.h"
#include "oauth/os/system_error.h"
#include "oauth/store/foreign_json.h"
#include "oauth/store/record_file.h"
#include "oauth/store/record_json.h"
#include "oauth/store/record_name.h"
#include "oauth/wire/json.h"

namespace oauth {
namespace {

// Where the file really is: what is written goes beside the target of a link, not beside the link.
struct Place {
  Folder folder;
  std::string name;
};

// In a folder that everybody may write to, what is not ours may be a trap: the rule of the kernel's
// fs.protected_regular and fs.protected_symlinks, which realpath goes past.
bool may_be_planted(const struct stat& status, const struct stat& folder) {
  return (folder.st_mode & S_IWOTH) != 0 && status.st_uid != geteuid() &&
         status.st_uid != folder.st_uid;
}

Error planted(const std::string& path, const struct stat& status) {
  return Error{ErrorKind::no_access,
               path + " belongs to user " + std::to_string(status.st_uid) +
                   " in a folder that everybody can write to; put a file of your own into a folder "
                   "of your own"};
}

Result<void> check_link(const std::string& path) {
  struct stat link = {};
  struct stat folder = {};
  const std::string above = path.substr(0, path.rfind('/') + 1);
  if (lstat(path.c_str(), &link) != 0 || !S_ISLNK(link.st_mode)) return {};
  if (stat(above.c_str(), &folder) != 0) return file_error("open", path, errno);
  if (may_be_planted(link, folder)) return planted(path, link);
  return {};
}

Result<Place> place_of(const std::string& path) {
  if (auto checked = check_link(path); !checked) return checked.error();
  char resolved[PATH_MAX];
  if (realpath(path.c_str(), resolved) == nullptr) return file_error("open", path, errno);
  const std::string real(resolved);
  const std::size_t slash = real.rfind('/');
  const std::string folder_path = slash == 0 ? "/" : real.substr(0, slash);
  Result<std::optional<Folder>> folder = open_folder(folder_path, Symlinks::follow);
  if (!folder) return folder.error();
  if (!*folder) return file_error("open", folder_path, ENOENT);
  return Place{std::move(**folder), real.substr(slash + 1)};
}

class PlaceLease : public StoreLease {
 public:
  PlaceLease(FileLock lock, Place place, std::string fresh)
      : lock_(std::move(lock)),
        file_(std::move(place.folder), std::move(place.name), std::move(fresh)) {}
  RecordFile& file() { return file_; }

 private:
  FileLock lock_;  // first, so that it goes last: the new file is ours only under it
  RecordFile file_;
};

struct Content {
  OpenFile file;
  Secret text;
};

Result<Content> read_file(const Folder& in, const std::string& name) {
  Result<std::optional<OpenFile>> file = open_file(in, name, Symlinks::refuse);
  if (!file) return file.error();
  if (!*file) return file_error("open", in.path + "/" + name, ENOENT);
  struct stat folder = {};
  if (fstat(in.descriptor.get(), &folder) != 0) return file_error("examine", in.path, errno);
  if (may_be_planted((*file)->status, folder)) return planted((*file)->path, (*file)->status);
  Result<Secret> text = read_whole(**file, bounds::max_record_bytes);
  if (!text) return text.error();
  return Content{std::move(**file), std::move(*text)};
}

// sasl-xoauth2 knows no "version" and ours always stands with it.
bool is_our_record(std::string_view text) {
  const Result<JsonObject> object = JsonObject::parse(text);
  return object && object->find("version") && object->find("account");
}

// What stands beside the file. A record of ours may be in use by its account's name as well: then
// the lock and the new file must be that one's.
struct Companions {
  LockFile lock;
  std::string fresh;
};

Companions companions_of(const std::string& name, const Content& content) {
  const uid_t owner = content.file.status.st_uid;
  if (!account_of(name) || !is_our_record(content.text.reveal())) {
    return {LockFile{name + lock_suffix, owner}, name + foreign_new_suffix};
  }
  const std::string stem = name.substr(0, name.size() - std::strlen(record_suffix));
  return {LockFile{stem + lock_suffix, owner}, stem + new_suffix};
}

Result<FileLock> lock_place(const Folder& folder, const LockFile& file,
                            std::chrono::milliseconds patience) {
  Result<FileLock> lock = FileLock::wait(folder, file, patience);
  if (lock || lock.error().kind != ErrorKind::no_access) return lock;
  return FileLock::wait(folder, patience);
}

bool looks_like_object(std::string_view text) { return starts_with(trimmed(text), "{"); }

Result<Record> parse_line(std::string_view text, const std::string& path) {
  const std::string_view token = trimmed(text);
  // A quote is of JSON whose bracket was lost: a mail server must not get all that stands there.
  const bool may_be_token = is_visible_ascii(token) && token.find('"') == token.npos;
  if (!may_be_token || token.size() > bounds::max_token_bytes) {
    return Error{ErrorKind::bad_config,
                 path +
                     " is neither a token file nor one line with an access token; make it "
                     "with: sasl-oauth login"};
  }
  Record record;
  record.account = path;
  record.access_token = Secret::copy_of(token);
  // Nothing tells when it ends: the mail server will.
  record.expires_at = TimePoint::max();
  return record;
}

Result<Secret> rewritten(const Content& old, const Record& record) {
  const std::string_view text = old.text.reveal();
  if (!looks_like_object(text)) {
    return Error{ErrorKind::no_access, old.file.path +
                                           " holds one token and is not rewritten; put a new one "
                                           "there"};
  }
  if (is_our_record(text)) return write_record(record);
  return rewrite_foreign(text, old.file.path, record);
}

// The group keeps what it had; the rest of the world has no business with a token.
mode_t mode_for(const struct stat& status) { return (status.st_mode & 0660) | 0600; }

// What is left of a save has the owner and at most the rights of what it was to replace.
bool is_ours_as_much(const struct stat& left, const struct stat& former) {
  const mode_t more = left.st_mode & ~mode_for(former) & 0777;
  return (left.st_uid == former.st_uid || left.st_uid == geteuid()) && more == 0;
}

}  // namespace

Result<bool> ForeignTokenFile::holds(const std::string&) {
  return access(path_.c_str(), F_OK) == 0;
}

Result<Record> ForeignTokenFile::parse(std::string_view text) {
  if (!looks_like_object(text)) return parse_line(text, path_);
  if (is_our_record(text)) return parse_record(text, path_);
  const auto defaults = files_.read(defaults_path_, bounds::max_config_bytes);
  // Another user's configuration may be closed to us; a file with all its overrides needs none.
  const bool has_defaults = defaults && *defaults;
  if (has_defaults && !(*defaults)->distrust.empty()) {
    return Error{ErrorKind::no_access, (*defaults)->distrust};
  }
  return parse_foreign(text, path_, has_defaults ? (*defaults)->text.reveal() : "", defaults_path_);
}

Result<Record> ForeignTokenFile::load(const std::string&) {
  Result<Place> place = place_of(path_);
  if (!place) return place.error();
  Result<Content> content = read_file(place->folder, place->name);
  if (!content) return content.error();
  Result<Record> record = parse(content->text.reveal());
  const mode_t mode = content->file.status.st_mode;
  if (record && (mode & (S_IROTH | S_IWOTH)) != 0) {
    record->warning = path_ + " can be " + ((mode & S_IWOTH) != 0 ? "written" : "read") +
                      " by everybody; run: chmod o-rwx " + path_;
  }
  return record;
}

Result<std::unique_ptr<StoreLease>> ForeignTokenFile::lock(const std::string&,
                                                           std::chrono::milliseconds patience) {
  Result<Place> place = place_of(path_);
  if (!place) return place.error();
  const Result<Content> content = read_file(place->folder, place->name);
  if (!content) return content.error();
  Companions beside = companions_of(place->name, *content);
  Result<FileLock> held = lock_place(place->folder, beside.lock, patience);
  if (!held) return held.error();
  auto lease =
      std::make_unique<PlaceLease>(std::move(*held), std::move(*place), std::move(beside.fresh));
  const auto is_whole = [&](const OpenFile& file, std::string_view text) {
    return is_ours_as_much(file.status, content->file.status) && looks_like_object(text) &&
           static_cast<bool>(parse(text));
  };
  if (auto finished = lease->file().finish(is_whole); !finished) return finished.error();
  return std::unique_ptr<StoreLease>(std::move(lease));
}

Result<void> ForeignTokenFile::prepare(StoreLease& lease) {
  return static_cast<PlaceLease&>(lease).file().prepare();
}

Result<void> ForeignTokenFile::save(StoreLease& lease, const Record& record, SaveMode) {
  RecordFile& file = static_cast<PlaceLease&>(lease).file();
  const Result<Content> old = read_file(file.folder(), file.name());
  if (!old) return old.error();
  const Result<Secret> text = rewritten(*old, record);
  if (!text) return text.error();
  if (auto checked = check_size(*text, old->file.path); !checked) return checked;
  const OpenFile& former = old->file;
  const FileRights rights{mode_for(former.status), &former.status, former.descriptor.get()};
  return file.replace(rights, text->reveal());
}

}  // namespace oauth
