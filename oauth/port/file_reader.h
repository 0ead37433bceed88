// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_FILE_READER_H
#define OAUTH_PORT_FILE_READER_H

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"

namespace oauth {

struct FileContent {
  Secret text;  // a configuration may hold a secret, so all of it is treated as one
  /// Whether somebody besides its owner (and root) may read it: a group, an ACL or everybody.
  bool others_can_read = false;
  /// Why it may not decide what a program does: another user, who is not root, can change it ("X
  /// belongs to user 1000, ..."; the whole sentence with its remedy). Empty: nobody else can.
  std::string distrust;
};

/// Reads small files whole.
class FileReader {
 public:
  virtual ~FileReader() = default;

  /// Returns the file's content, or nothing if there is no such file. Follows symbolic links, but
  /// reads regular files alone and never waits for a FIFO.
  /// Errors: no_access (the sentence names the file, the cause and the remedy; a file longer than
  /// `max_bytes` is one of the causes).
  virtual Result<std::optional<FileContent>> read(const std::string& path,
                                                  std::size_t max_bytes) = 0;

  /// Returns the names in a folder, sorted, without "." and ".."; none if there is no such folder.
  /// Errors: no_access.
  virtual Result<std::vector<std::string>> names_in(const std::string& folder) = 0;
};

}  // namespace oauth

#endif
