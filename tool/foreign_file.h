// SPDX-License-Identifier: MIT
#ifndef TOOL_FOREIGN_FILE_H
#define TOOL_FOREIGN_FILE_H

#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/import/foreign_account.h"
#include "oauth/import/foreign_kind.h"
#include "tool/options.h"
#include "tool/terminal.h"
#include "tool/world.h"

namespace tool {

/// A file of another tool as it was read, decrypted if need be.
struct ForeignFile {
  oauth::ForeignKind kind = oauth::ForeignKind::sasl_xoauth2;
  oauth::Secret text;
  std::string source;  // what sentences call it
  bool others_can_read = false;
};

/// What was read, before anybody knows what it is.
struct ForeignText {
  oauth::Secret text;
  bool others_can_read = false;
};
/// Returns the file at `path`, or what comes from the standard input for "-"; through the command
/// of
/// --decrypt if there is one.
/// Errors: no_access (missing, unreadable, the command failed), bad_config (too long), unavailable
/// (the command took too long).
oauth::Result<ForeignText> read_foreign_text(const Options& options, oauth::FileReader& files,
                                             const std::string& path);

/// Returns the file that a text is. Its kind is the one of the options, or told by its content.
/// Errors: those of recognise.
oauth::Result<ForeignFile> recognised_file(oauth::Secret text, std::string source,
                                           const Options& options);

/// Both in one.
oauth::Result<ForeignFile> read_foreign_file(const Options& options, oauth::FileReader& files,
                                             const std::string& path);

/// One account of such a file, or why it cannot be had.
struct ForeignEntry {
  std::string name;  // empty: the file does not say
  oauth::Result<oauth::Record> record;
};

/// Returns the accounts in it. Asks for the password of email-oauth2-proxy's secrets where some are
/// encrypted, or takes it from --password-command or --password-file.
/// Errors: bad_config (those of the readers in oauth/import), and a file of a kind that holds no
/// account, with what to do instead.
oauth::Result<std::vector<ForeignEntry>> entries_of(const ForeignFile& file, World& world,
                                                    const Options& options, Terminal& terminal);

}  // namespace tool

#endif
