// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_MAIL_PROGRAM_FILES_H
#define TOOL_DOCTOR_MAIL_PROGRAM_FILES_H

#include <string>

#include "oauth/port/file_reader.h"
#include "oauth/port/program_output.h"
#include "tool/doctor/finding.h"
#include "tool/doctor/mail_program_facts.h"

namespace tool {

/// Where a person's own configuration files lie.
struct ConfigFolders {
  std::string home;
  std::string config;  // $XDG_CONFIG_HOME, or HOME/.config
};

/// Reads mbsync's configuration and tells what check_mbsync finds in it; nothing without a file.
Findings look_at_mbsync(oauth::FileReader& files, const ConfigFolders& folders,
                        const MailProgramFacts& facts);

/// The same for mutt's and neomutt's; asks the program itself which SASL library it has.
Findings look_at_mutt(oauth::FileReader& files, oauth::Programs& programs,
                      const ConfigFolders& folders, const MailProgramFacts& facts);

}  // namespace tool

#endif
