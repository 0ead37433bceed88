// SPDX-License-Identifier: MIT
#ifndef OAUTH_STORE_RECORD_FILE_H
#define OAUTH_STORE_RECORD_FILE_H

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "oauth/base/result.h"
#include "oauth/os/file.h"
#include "oauth/os/file_rights.h"
#include "oauth/os/folder.h"
#include "oauth/os/new_file.h"

namespace oauth {

/// A file that tokens are kept in, and how it is replaced without losing them: room is taken on the
/// disk before they are asked for; they are written beside the file and renamed over it; a process
/// killed in between has left them under the new file's name, and the next one takes them from
/// there; and where nothing can be put beside the file, it is written over in place.
///
/// Used under the account's lock alone, and gone before that is. All errors are no_access.
class RecordFile {
 public:
  /// `fresh`: the name of the new file, which nobody else uses.
  RecordFile(Folder folder, std::string name, std::string fresh)
      : folder_(std::move(folder)), name_(std::move(name)), fresh_(std::move(fresh)) {}
  RecordFile(const RecordFile&) = delete;  // the new file refers to the folder in it
  RecordFile& operator=(const RecordFile&) = delete;

  const Folder& folder() const noexcept { return folder_; }
  const std::string& name() const noexcept { return name_; }

  /// Says of what a killed writer left whether it is a whole record that may take the file's place.
  using Judge = std::function<bool(const OpenFile& file, std::string_view text)>;
  /// Does what that writer did not come to: puts the new file in its place if `is_whole`, and
  /// removes it if not, or if the file itself stands no more.
  Result<void> finish(const Judge& is_whole);

  /// Takes room for what `replace` will write. Harmless to repeat.
  Result<void> prepare();

  /// Replaces the file, or makes it, and makes that durable.
  Result<void> replace(const FileRights& rights, std::string_view text);

 private:
  Result<bool> stands() const;
  Result<void> adopt(std::string_view text);
  Result<void> put(const FileRights& rights, std::string_view text);

  Folder folder_;
  std::string name_;
  std::string fresh_;
  std::optional<NewFile> prepared_;
};

}  // namespace oauth

#endif
